"""What moderators read of runs: preview, progress, outcome, status, in English and Dutch; imports nothing."""

from __future__ import annotations

EN: dict[str, str] = {
    "button run": "Run",
    "button cancel": "Cancel",
    "button publish anyway": "Publish anyway",
    "button roll back": "Go back",
    "run already": "{who} is already working on the library, since {since} ({what}). Try again once that is done.",
    "run elsewhere": (
        "The library is being worked on from the command line already (process {pid}). Try again once that is done."
    ),
    "run busy": "The library is being worked on from elsewhere already. Try again once that is done.",
    "run begun": "Begun: {where}",
    "run begun here": "Begun.",
    "run title reingest": "Reading the episodes",
    "run title full": "Reading all episodes again",
    "run title rollback": "Going back to the index before",
    "run title remove": "Removing {document}",
    "run title erase": "Erasing {document}",
    "run title restore": "Restoring {document}",
    "run title other": "Working on the library",
    "run by": "for {who}",
    "stage read": "reading documents",
    "stage chunk": "cutting into passages",
    "stage embed": "embedding passages",
    "stage index": "writing the index",
    "stage check": "checking",
    "stage gate": "asking the test questions",
    "stage begin": "starting",
    "stage other": "working",
    "run step": "{bar} {percent} % · {stage}",
    "run step counted": "{bar} {percent} % · {stage}: {done} of {total}",
    "run left": "about {time} left",
    "seconds": "{n} s",
    "minutes": "{n} min",
    "hours": "{h} h {n} min",
    "preview title": "What a run would do",
    "preview episodes": "Episodes: **{new}** new, **{changed}** changed, **{removed}** removed, {unchanged} unchanged",
    "preview nothing": "Nothing is new or changed.",
    "preview chunks": "Passages to embed: **{embedded}** of {total}, about {tokens} tokens",
    "preview cost": "Costs about ${cost}, takes about {time}",
    "preview free": "Costs nothing, takes about {time}",
    "preview pinned": "The index was rolled back and is pinned; a run lifts that, and the newer episodes come back.",
    "preview cancelled": "Nothing was changed.",
    "run published": "**Published** `{generation}` in {time}",
    "run unchanged": "**Nothing has changed**, found in {time}",
    "run pinned": "**Left alone**: the index was rolled back and is pinned until somebody runs {command}.",
    "run rolled back": (
        "**Rolled back**: `{generation}` answers again. It is pinned: scheduled runs leave it alone until somebody "
        "runs {command}."
    ),
    "run cancelled": "**Cancelled** after {time}. The index is as it was.",
    "run cancelled late": "**Cancelled too late**: `{generation}` had been published already. {command} goes back.",
    "run interrupted": "**Interrupted** from outside after {time}. The index is as it was.",
    "run restarted": "**Interrupted**: the bot was restarted meanwhile. The index is as it was.",
    "run restarted published": "**Published** `{generation}` while the bot was being restarted.",
    "run found again": "The bot was restarted; the run goes on (process {pid}).",
    "run gate refused": (
        "**Not published**: test questions that are answered worse than before: {count}. The old index goes on "
        "answering. *Publish anyway* builds the new one again and publishes it with these."
    ),
    "gate moved": "Another run has come since; {command} shows how things stand now.",
    "run gate more": "and {count} more",
    "run failed": "**Failed** after {time}: {why} The index is as it was.",
    "run failed nothing": "no document could be read.",
    "run failed root": "a folder of the library is missing, or clashes with another.",
    "run failed owner": "another machine takes care of this library, so it has to be done there.",
    "run failed server": "the server that holds the index does not answer.",
    "run failed disk": "the disk is full or failing.",
    "run failed permission": "a file may not be read or written.",
    "run failed setting": "a setting is wrong.",
    "run failed other": "the operator finds the reason in the log.",
    "run reason": "The reason in the program's own words: {message}",
    "run counts": (
        "Episodes: {new} new, {changed} changed, {removed} removed, {total} in all\n"
        "Passages: {embedded} embedded, {reused} taken over, {chunks} in all"
    ),
    "run skipped": "Skipped: {count}",
    "run skipped file": "Skipped: {count}, listed in the file",
    "run lost": "Missing folders: {count}. What the index holds of them is kept; see {command}.",
    "status title": "The library",
    "status index": (
        "Index `{generation}`, published <t:{at}:f> (<t:{at}:R>)\n"
        "{episodes} episodes, {documents} documents, {chunks} passages"
    ),
    "status none": "There is no index yet. Add documents with {add}, or run {command}.",
    "status pinned": "Pinned after a rollback: scheduled runs leave it alone until somebody runs {command}.",
    "status running": "Running: {what}, for {who}, since {since}",
    "status running elsewhere": "Running: an ingestion from outside (process {pid}), since {since}",
    "status idle": "Nothing is running.",
    "status last": "Last run, ended {when}: {outcome}",
    "status skipped": "Skipped documents: {count}",
    "status removed": "Removed documents: {count}",
    "status warning": "Warning: {warning}",
    "history title": "Indexes that are still there",
    "history line": "`{generation}` · <t:{at}:f> · {episodes} episodes, {chunks} passages{marks}",
    "history current": "**answers now**",
    "history pinned": "pinned",
    "history none": "There is no index yet.",
    "rollback sure": (
        "Answer from `{before}` (<t:{at}:f>, {episodes} episodes) instead of `{now}`? It is then pinned: scheduled "
        "runs leave it alone until somebody runs {command}, which reads the newer episodes again."
    ),
    "rollback none": "There is no earlier index to go back to.",
    "rollback moved": "Meanwhile another index was published. Look again with {command}.",
}
NL: dict[str, str] = {
    "button run": "Uitvoeren",
    "button cancel": "Annuleren",
    "button publish anyway": "Toch publiceren",
    "button roll back": "Teruggaan",
    "run already": "{who} werkt al aan de bibliotheek, sinds {since} ({what}). Probeer het daarna nog eens.",
    "run elsewhere": (
        "Er wordt al vanaf de opdrachtregel aan de bibliotheek gewerkt (proces {pid}). Probeer het daarna nog eens."
    ),
    "run busy": "Er wordt elders al aan de bibliotheek gewerkt. Probeer het daarna nog eens.",
    "run begun": "Begonnen: {where}",
    "run begun here": "Begonnen.",
    "run title reingest": "Afleveringen inlezen",
    "run title full": "Alle afleveringen opnieuw inlezen",
    "run title rollback": "Terug naar de vorige index",
    "run title remove": "{document} verwijderen",
    "run title erase": "{document} voorgoed wissen",
    "run title restore": "{document} terugzetten",
    "run title other": "Bezig met de bibliotheek",
    "run by": "voor {who}",
    "stage read": "documenten lezen",
    "stage chunk": "in passages knippen",
    "stage embed": "passages inbedden",
    "stage index": "de index schrijven",
    "stage check": "controleren",
    "stage gate": "de proefvragen stellen",
    "stage begin": "starten",
    "stage other": "bezig",
    "run step": "{bar} {percent} % · {stage}",
    "run step counted": "{bar} {percent} % · {stage}: {done} van {total}",
    "run left": "nog ongeveer {time}",
    "seconds": "{n} s",
    "minutes": "{n} min",
    "hours": "{h} u {n} min",
    "preview title": "Wat inlezen zou doen",
    "preview episodes": (
        "Afleveringen: **{new}** nieuw, **{changed}** gewijzigd, **{removed}** verdwenen, {unchanged} ongewijzigd"
    ),
    "preview nothing": "Er is niets nieuw of gewijzigd.",
    "preview chunks": "In te bedden passages: **{embedded}** van {total}, ongeveer {tokens} tokens",
    "preview cost": "Kost ongeveer ${cost}, duurt ongeveer {time}",
    "preview free": "Kost niets, duurt ongeveer {time}",
    "preview pinned": (
        "De index is teruggedraaid en staat vast; inlezen heft dat op, en de nieuwere afleveringen komen terug."
    ),
    "preview cancelled": "Er is niets veranderd.",
    "run published": "**Gepubliceerd**: `{generation}`, in {time}",
    "run unchanged": "**Er is niets veranderd**, gevonden in {time}",
    "run pinned": "**Met rust gelaten**: de index is teruggedraaid en staat vast tot iemand {command} uitvoert.",
    "run rolled back": (
        "**Teruggedraaid**: `{generation}` antwoordt weer. Hij staat vast: geplande runs laten hem met rust tot iemand "
        "{command} uitvoert."
    ),
    "run cancelled": "**Geannuleerd** na {time}. De index is zoals hij was.",
    "run cancelled late": "**Te laat geannuleerd**: `{generation}` was al gepubliceerd. {command} gaat terug.",
    "run interrupted": "**Onderbroken** van buitenaf na {time}. De index is zoals hij was.",
    "run restarted": "**Onderbroken**: de bot is intussen opnieuw gestart. De index is zoals hij was.",
    "run restarted published": "**Gepubliceerd**: `{generation}`, terwijl de bot opnieuw startte.",
    "run found again": "De bot is opnieuw gestart; het inlezen gaat door (proces {pid}).",
    "run gate refused": (
        "**Niet gepubliceerd**: proefvragen die slechter gaan dan voorheen: {count}. De oude index blijft antwoorden. "
        "*Toch publiceren* bouwt de nieuwe opnieuw en publiceert hem hiermee."
    ),
    "gate moved": "Er is sindsdien een andere keer ingelezen; {command} toont hoe het er nu voor staat.",
    "run gate more": "en nog {count}",
    "run failed": "**Mislukt** na {time}: {why} De index is zoals hij was.",
    "run failed nothing": "geen enkel document was te lezen.",
    "run failed root": "een map van de bibliotheek ontbreekt of botst met een andere.",
    "run failed owner": "een andere machine zorgt voor deze bibliotheek, dus het moet daar gebeuren.",
    "run failed server": "de server met de index antwoordt niet.",
    "run failed disk": "de schijf is vol of hapert.",
    "run failed permission": "een bestand mag niet gelezen of geschreven worden.",
    "run failed setting": "een instelling klopt niet.",
    "run failed other": "de beheerder vindt de reden in het logboek.",
    "run reason": "De reden in de woorden van het programma: {message}",
    "run counts": (
        "Afleveringen: {new} nieuw, {changed} gewijzigd, {removed} verdwenen, {total} in totaal\n"
        "Passages: {embedded} ingebed, {reused} overgenomen, {chunks} in totaal"
    ),
    "run skipped": "Overgeslagen: {count}",
    "run skipped file": "Overgeslagen: {count}, zie het bestand",
    "run lost": "Ontbrekende mappen: {count}. Wat de index ervan heeft, blijft; zie {command}.",
    "status title": "De bibliotheek",
    "status index": (
        "Index `{generation}`, gepubliceerd <t:{at}:f> (<t:{at}:R>)\n"
        "{episodes} afleveringen, {documents} documenten, {chunks} passages"
    ),
    "status none": "Er is nog geen index. Voeg documenten toe met {add}, of voer {command} uit.",
    "status pinned": "Staat vast na terugdraaien: geplande runs laten hem met rust tot iemand {command} uitvoert.",
    "status running": "Bezig: {what}, voor {who}, sinds {since}",
    "status running elsewhere": "Bezig: inlezen van buitenaf (proces {pid}), sinds {since}",
    "status idle": "Er loopt niets.",
    "status last": "Laatste keer, klaar {when}: {outcome}",
    "status skipped": "Overgeslagen documenten: {count}",
    "status removed": "Verwijderde documenten: {count}",
    "status warning": "Let op: {warning}",
    "history title": "Indexen die er nog zijn",
    "history line": "`{generation}` · <t:{at}:f> · {episodes} afleveringen, {chunks} passages{marks}",
    "history current": "**antwoordt nu**",
    "history pinned": "staat vast",
    "history none": "Er is nog geen index.",
    "rollback sure": (
        "Uit `{before}` (<t:{at}:f>, {episodes} afleveringen) antwoorden in plaats van `{now}`? Die staat dan vast: "
        "geplande runs laten hem met rust tot iemand {command} uitvoert, wat de nieuwere afleveringen weer inleest."
    ),
    "rollback none": "Er is geen eerdere index om naar terug te gaan.",
    "rollback moved": "Intussen is er een andere index gepubliceerd. Kijk opnieuw met {command}.",
}
