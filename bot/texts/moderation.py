"""What moderators read of settings, the audit, the schedule and announcements, in English and Dutch; imports nothing.

`setting X` names a setting of bot.house_settings, `setting X text` says what it does, `value X` is one of its choices.
"""

from __future__ import annotations

EN: dict[str, str] = {
    "command settings name": "settings",
    "command settings text": "Channels, limits, languages, schedule and more, and where each value comes from",
    "command pause name": "pause",
    "command pause text": "Take no questions on this server for a while",
    "command resume name": "resume",
    "command resume text": "Take questions again",
    "command block name": "block",
    "command block text": "Take no questions from a member",
    "command unblock name": "unblock",
    "command unblock text": "Take a member's questions again",
    "command audit name": "audit",
    "command audit text": "Who of the moderators did what, and when",
    "option member name": "member",
    "option member text": "Which member",
    "setting channels": "Channels",
    "setting channels text": (
        "Where I answer on this server. Nothing chosen means everywhere. A thread counts as its channel."
    ),
    "setting shows": "Shows",
    "setting shows text": (
        "Of which shows I know here: nothing of another one is searched, listed or announced on this server. Nothing "
        "chosen means all shows, also those that are added later."
    ),
    "setting moderators_channel": "Moderators' channel",
    "setting moderators_channel text": (
        "Where I report to you: what the schedule did, what failed, the weekly digest. Choose one that only you can "
        "read."
    ),
    "setting announcements_channel": "Announcements",
    "setting announcements_channel text": "Where I say that there are new episodes. Nothing chosen means nowhere.",
    "setting schedule": "Schedule",
    "setting schedule text": (
        "How often I look for new and changed documents by myself. It holds for the whole library, on every server. "
        "Daily is at 03:00 UTC, weekly on Monday at 03:00 UTC. While it is off, I look once a day whether something "
        "waits, and only say so."
    ),
    "setting digest": "Weekly digest",
    "setting digest text": "A summary of the week's questions in the moderators' channel.",
    "setting languages": "Language",
    "setting languages text": "The language of my answers, except for members who have chosen their own.",
    "setting timezone": "Time zone",
    "setting timezone text": "The time zone of dates in words, such as Europe/Amsterdam. Empty means the show's own.",
    "setting per_minute": "Questions a minute",
    "setting per_minute text": "How many questions a member may ask within a minute.",
    "setting per_hour": "Questions an hour",
    "setting per_hour text": "How many questions a member may ask within an hour.",
    "setting log_questions": "Keep questions",
    "setting log_questions text": (
        "Whether the text of questions is kept, under hashed names, so that you can see what stays unanswered. "
        "/privacy tells members so."
    ),
    "setting log_days": "Keep them for (days)",
    "setting log_days text": "After how many days kept questions are deleted.",
    "setting paused": "Pause",
    "setting paused text": "While I pause I take no questions on this server.",
    "setting blocked": "Blocked members",
    "setting blocked text": (
        "Of these members I take no questions, on this server and in direct messages. {block} and {unblock} change it."
    ),
    "value off": "off",
    "value hourly": "every hour",
    "value daily": "every day",
    "value weekly": "every week",
    "value auto": "that of the question",
    "value en": "English",
    "value nl": "Dutch",
    "value yes": "yes",
    "value no": "no",
    "value none": "none",
    "value all channels": "all channels",
    "value all shows": "all shows",
    "value own zone": "the show's own",
    "source discord": "set by moderators",
    "source environment": "from the environment",
    "source default": "default",
    "settings title": "Settings of this server",
    "settings line": "**{name}**: {value} · {source}",
    "settings changed": "**{name}** is now: {value}",
    "settings now": "Now: {value} ({source})",
    "select setting": "Change a setting",
    "select value": "Choose",
    "select channel": "Choose a channel",
    "select channels": "Choose channels; none means all",
    "select shows": "Choose shows; none means all",
    "shows missing": (
        "**Not in the library**: {shows}. Such a show was renamed or removed, or has not been ingested yet; it adds "
        "nothing until there is one of this very name."
    ),
    "shows missing all": "As it holds none of the shows that are chosen here, I answer nothing on this server.",
    "show missing": "not in the library",
    "button setting change": "Change",
    "button setting reset": "Back to the default",
    "button settings": "All settings",
    "button set up": "Guided set-up",
    "button step back": "Back",
    "button step next": "Next",
    "button step skip": "Skip the set-up",
    "button step done": "Done",
    "modal setting title": "Change a setting",
    "setup title": "Set-up, step {step} of {steps}: {name}",
    "setup welcome": "Welcome. A few questions, and I fit in here. You can change all of it later with {command}.",
    "setup done title": "Set-up: what I may do here",
    "setup empty": "The library is still empty. Add documents with {add}.",
    "permissions fine": "I have every permission that I need.",
    "permissions lacking": "I lack permissions in {channel}: {permissions}",
    "permissions more": "and in {count} more channels",
    "permissions public": "Everybody can read {channel}: what I report there may name folders of my machine.",
    "permissions unseen": "Channels that I cannot see, and so do not answer in: {count}",
    "unfit number": "That has to be a whole number from {least} to {most}.",
    "unfit zone": "I know no such time zone. Write one as Europe/Amsterdam.",
    "unfit choice": "That is none of the choices.",
    "unfit show": "The shows have changed meanwhile. Choose again.",
    "unfit switch": "That is neither yes nor no.",
    "unfit list": "That is no list.",
    "unfit many": "These are too many: at most {most}.",
    "unfit server": "That can only be set on a server.",
    "paused": "I pause: no questions are taken on this server until somebody runs {command}.",
    "resumed": "I take questions again.",
    "blocked": "I take no more questions from {member}, here and in direct messages. {command} takes that back.",
    "blocked already": "{member} is blocked already.",
    "blocked nobody": "I cannot block a bot, nor you yourself.",
    "unblocked": "I take questions from {member} again.",
    "unblocked already": "{member} is not blocked.",
    "audit title": "What moderators did",
    "audit none": "Nothing has been written down yet.",
    "audit line": "<t:{at}:f> {who} · `{act}`{target} · {outcome}",
    "audit schedule": "the schedule",
    "button audit earlier": "Earlier",
    "button audit newest": "Newest",
    "schedule actor": "the schedule",
    "schedule report": "**By schedule**",
    "schedule waiting": (
        "Documents are waiting: {new} new, {changed} changed, {removed} removed episodes. {command} reads them; with a "
        "schedule ({settings}) I do it by myself."
    ),
    "announce one": "**A new episode in the library**",
    "announce many": "**{count} new episodes in the library**",
    "announce more": "and {count} more",
}
NL: dict[str, str] = {
    "command settings name": "instellingen",
    "command settings text": "Kanalen, limieten, talen, rooster en meer, en waar elke waarde vandaan komt",
    "command pause name": "pauzeren",
    "command pause text": "Neem op deze server een tijdje geen vragen aan",
    "command resume name": "hervatten",
    "command resume text": "Neem weer vragen aan",
    "command block name": "blokkeren",
    "command block text": "Neem van een lid geen vragen aan",
    "command unblock name": "deblokkeren",
    "command unblock text": "Neem van een lid weer vragen aan",
    "command audit name": "logboek",
    "command audit text": "Welke moderator wat deed, en wanneer",
    "option member name": "lid",
    "option member text": "Welk lid",
    "setting channels": "Kanalen",
    "setting channels text": (
        "Waar ik op deze server antwoord. Niets gekozen betekent overal. Een thread telt als zijn kanaal."
    ),
    "setting shows": "Podcasts",
    "setting shows text": (
        "Welke podcasts ik hier ken: van een andere wordt op deze server niets doorzocht, getoond of aangekondigd. "
        "Niets gekozen betekent alle podcasts, ook die er later bij komen."
    ),
    "setting moderators_channel": "Moderatorskanaal",
    "setting moderators_channel text": (
        "Waar ik aan jullie rapporteer: wat het rooster deed, wat mislukte, het weekoverzicht. Kies er een dat alleen "
        "jullie lezen."
    ),
    "setting announcements_channel": "Aankondigingen",
    "setting announcements_channel text": (
        "Waar ik zeg dat er nieuwe afleveringen zijn. Niets gekozen betekent nergens."
    ),
    "setting schedule": "Rooster",
    "setting schedule text": (
        "Hoe vaak ik vanzelf naar nieuwe en gewijzigde documenten kijk. Het geldt voor de hele bibliotheek, op elke "
        "server. Dagelijks is om 03:00 UTC, wekelijks op maandag om 03:00 UTC. Staat het uit, dan kijk ik eens per dag "
        "of er iets wacht, en zeg ik dat alleen."
    ),
    "setting digest": "Weekoverzicht",
    "setting digest text": "Een samenvatting van de vragen van de week in het moderatorskanaal.",
    "setting languages": "Taal",
    "setting languages text": "De taal van mijn antwoorden, behalve voor leden die er zelf een kozen.",
    "setting timezone": "Tijdzone",
    "setting timezone text": (
        "De tijdzone van datums in woorden, zoals Europe/Amsterdam. Leeg betekent die van de podcast."
    ),
    "setting per_minute": "Vragen per minuut",
    "setting per_minute text": "Hoeveel vragen een lid binnen een minuut mag stellen.",
    "setting per_hour": "Vragen per uur",
    "setting per_hour text": "Hoeveel vragen een lid binnen een uur mag stellen.",
    "setting log_questions": "Vragen bewaren",
    "setting log_questions text": (
        "Of de tekst van vragen bewaard wordt, onder gehashte namen, zodat jullie zien wat onbeantwoord blijft. "
        "/privacy vertelt het de leden."
    ),
    "setting log_days": "Bewaren (dagen)",
    "setting log_days text": "Na hoeveel dagen bewaarde vragen gewist worden.",
    "setting paused": "Pauze",
    "setting paused text": "Zolang ik pauzeer, neem ik op deze server geen vragen aan.",
    "setting blocked": "Geblokkeerde leden",
    "setting blocked text": (
        "Van deze leden neem ik geen vragen aan, op deze server en in privéberichten. {block} en {unblock} veranderen "
        "dat."
    ),
    "value off": "uit",
    "value hourly": "elk uur",
    "value daily": "elke dag",
    "value weekly": "elke week",
    "value auto": "die van de vraag",
    "value en": "Engels",
    "value nl": "Nederlands",
    "value yes": "ja",
    "value no": "nee",
    "value none": "geen",
    "value all channels": "alle kanalen",
    "value all shows": "alle podcasts",
    "value own zone": "die van de podcast",
    "source discord": "door moderators ingesteld",
    "source environment": "uit de omgeving",
    "source default": "standaard",
    "settings title": "Instellingen van deze server",
    "settings line": "**{name}**: {value} · {source}",
    "settings changed": "**{name}** is nu: {value}",
    "settings now": "Nu: {value} ({source})",
    "select setting": "Verander een instelling",
    "select value": "Kies",
    "select channel": "Kies een kanaal",
    "select channels": "Kies kanalen; geen betekent alle",
    "select shows": "Kies podcasts; geen betekent alle",
    "shows missing": (
        "**Niet in de bibliotheek**: {shows}. Zo'n podcast is hernoemd of verwijderd, of nog niet ingelezen; hij voegt "
        "niets toe tot er een met precies deze naam is."
    ),
    "shows missing all": "Omdat geen van de hier gekozen podcasts erin staat, antwoord ik op deze server niets.",
    "show missing": "niet in de bibliotheek",
    "button setting change": "Veranderen",
    "button setting reset": "Terug naar de standaard",
    "button settings": "Alle instellingen",
    "button set up": "Stap voor stap instellen",
    "button step back": "Terug",
    "button step next": "Verder",
    "button step skip": "Sla het instellen over",
    "button step done": "Klaar",
    "modal setting title": "Verander een instelling",
    "setup title": "Instellen, stap {step} van {steps}: {name}",
    "setup welcome": "Welkom. Een paar vragen, en ik pas hier. Alles is later te veranderen met {command}.",
    "setup done title": "Instellen: wat ik hier mag",
    "setup empty": "De bibliotheek is nog leeg. Voeg documenten toe met {add}.",
    "permissions fine": "Ik heb elk recht dat ik nodig heb.",
    "permissions lacking": "In {channel} mis ik rechten: {permissions}",
    "permissions more": "en in nog {count} kanalen",
    "permissions public": "Iedereen kan {channel} lezen: wat ik daar meld, kan mappen van mijn machine noemen.",
    "permissions unseen": "Kanalen die ik niet zie, en waar ik dus niet antwoord: {count}",
    "unfit number": "Dat moet een heel getal zijn van {least} tot en met {most}.",
    "unfit zone": "Zo'n tijdzone ken ik niet. Schrijf er een als Europe/Amsterdam.",
    "unfit choice": "Dat is geen van de keuzes.",
    "unfit show": "De podcasts zijn intussen veranderd. Kies opnieuw.",
    "unfit switch": "Dat is ja noch nee.",
    "unfit list": "Dat is geen lijst.",
    "unfit many": "Dat zijn er te veel: hoogstens {most}.",
    "unfit server": "Dat kan alleen op een server worden ingesteld.",
    "paused": "Ik pauzeer: op deze server neem ik geen vragen aan tot iemand {command} uitvoert.",
    "resumed": "Ik neem weer vragen aan.",
    "blocked": "Van {member} neem ik geen vragen meer aan, hier en in privéberichten. {command} draait dat terug.",
    "blocked already": "{member} is al geblokkeerd.",
    "blocked nobody": "Een bot kan ik niet blokkeren, en jou zelf ook niet.",
    "unblocked": "Van {member} neem ik weer vragen aan.",
    "unblocked already": "{member} is niet geblokkeerd.",
    "audit title": "Wat moderators deden",
    "audit none": "Er is nog niets opgeschreven.",
    "audit line": "<t:{at}:f> {who} · `{act}`{target} · {outcome}",
    "audit schedule": "het rooster",
    "button audit earlier": "Eerder",
    "button audit newest": "Nieuwste",
    "schedule actor": "het rooster",
    "schedule report": "**Volgens rooster**",
    "schedule waiting": (
        "Er wachten documenten: {new} nieuwe, {changed} gewijzigde, {removed} verdwenen afleveringen. {command} leest "
        "ze in; met een rooster ({settings}) doe ik het vanzelf."
    ),
    "announce one": "**Een nieuwe aflevering in de bibliotheek**",
    "announce many": "**{count} nieuwe afleveringen in de bibliotheek**",
    "announce more": "en nog {count}",
}
