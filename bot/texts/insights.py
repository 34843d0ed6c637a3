"""What moderators read of /insights and digests, and members of answers that came later, in English and Dutch.

Imports nothing.
"""

from __future__ import annotations

EN: dict[str, str] = {
    "command insights name": "insights",
    "command insights text": "For moderators: how much is asked, what about, and how well I answer",
    "option weeks name": "weeks",
    "option weeks text": "How many weeks to look back; 8 when you say nothing",
    "button insights csv": "As a table (CSV)",
    "button insights unanswered": "Unanswered questions",
    "button tell me": "Tell me",
    "button never mind": "Never mind",
    "insights title": "Questions of the last {weeks} weeks: {questions}",
    "insights week title": "Questions of this week: {questions}",
    "insights none": "Nothing has been asked on this server in that time. Direct messages are not counted.",
    "insights answered": "Answered: {count} ({share})",
    "insights uncertain": "Uncertain, only near passages: {count} ({share})",
    "insights refused": "Not answered: {count} ({share})",
    "insights model": "Written by the model: {count} ({share})",
    "insights degraded": "Without the model, which was asked for: {count} ({reasons})",
    "insights helpful": "Found helpful: {helpful} of {votes} votes ({share})",
    "insights no votes": "Nobody has voted on an answer.",
    "insights latency": "Half of the answers came within {p50} s, 95 % within {p95} s.",
    "insights cost": "Cost of the model: ${cost}",
    "insights unpriced": "Without a known price: {count} answers",
    "insights weekly": "By week: {weeks}",
    "insights channels": "By channel: {channels}",
    "insights topics": "Asked about most:",
    "insights waiting": "Questions that wait for an answer (“{button}”): {count}",
    "insights no picture": "The picture could not be drawn this time; these are its numbers.",
    "insights export": "A line for each question of the last {weeks} weeks, without who asked it.",
    "insights export text": "The second file holds the questions whose text is kept.",
    "unanswered title": "What stayed unanswered in the last {weeks} weeks: {count} questions",
    "unanswered none": "Of the questions whose text is kept, none stayed unanswered in that time.",
    "unanswered unlogged": (
        "I do not keep the text of questions on this server, so I only know how many stayed unanswered: {refused}, and "
        "{uncertain} with near passages alone. {settings} can change that from now on; /privacy then tells members."
    ),
    "unanswered line": "**{count}×** {question}",
    "unanswered also": "-# also: {questions}",
    "unanswered more": "-# and {count} more",
    "digest title": "**The week from {first} to {last}**",
    "digest questions": "Questions: {count} ({before} the week before)",
    "digest answered": "Answered: {share} ({before} the week before)",
    "digest helpful": "Found helpful: {share} of {votes} votes",
    "digest quiet": "Nothing was asked.",
    "digest unanswered": "What stayed unanswered:",
    "digest counts": "Not answered: {refused}, uncertain: {uncertain}. I keep no questions, so I cannot say which.",
    "picture title": "Questions of {weeks} weeks: {questions}",
    "picture questions": "Questions a week",
    "picture latency": "Seconds until the answer",
    "picture topics": "What was asked about",
    "picture channels": "Where it was asked",
    "picture answered": "answered",
    "picture uncertain": "uncertain",
    "picture refused": "not answered",
    "picture p50": "half within",
    "picture p95": "95 % within",
    "picture nothing": "nothing yet",
    "short month 1": "Jan",
    "short month 2": "Feb",
    "short month 3": "Mar",
    "short month 4": "Apr",
    "short month 5": "May",
    "short month 6": "Jun",
    "short month 7": "Jul",
    "short month 8": "Aug",
    "short month 9": "Sep",
    "short month 10": "Oct",
    "short month 11": "Nov",
    "short month 12": "Dec",
    "picture gone": "a deleted channel",
    "tell me kept": (
        "I keep this question, and tell you when the episodes answer it: directly, or here without a ping if I cannot "
        "write to you. Until then your member number stands with it. The button takes it back, as does “{forget}” in "
        "{privacy}; after half a year it is deleted in any case."
    ),
    "tell me full": "You have {most} questions waiting already. Take one back first.",
    "tell me withdrawn": "Taken back: the question is deleted.",
    "tell me gone": "That question waits no longer.",
    "notice": "The episodes could not answer this when it was asked. Now they do:",
    "notice where": "Asked here: {link}",
    "privacy counted": (
        "That a question was asked in a channel, whether and from where it was answered, how long that took and what "
        "it cost is counted, without you and without its words."
    ),
    "privacy logged": (
        "On this server the moderators have the words of your questions kept for {days} days, under the hash, so that "
        "they see what stays unanswered; those of private questions and direct messages are not kept. What I answer "
        "is stored nowhere. For a follow-up I read earlier messages again, at most {turns} exchanges of the last "
        "{hours} hours."
    ),
    "privacy waiting": (
        "A question below which you press “{button}” is kept with your member number in the clear, as I have to write "
        "to you: until it is answered or you take it back, and for half a year at most."
    ),
}
NL: dict[str, str] = {
    "command insights name": "inzicht",
    "command insights text": "Voor moderatoren: hoeveel er gevraagd wordt, waarover, en hoe goed ik antwoord",
    "option weeks name": "weken",
    "option weeks text": "Hoeveel weken terug; 8 als je niets zegt",
    "button insights csv": "Als tabel (CSV)",
    "button insights unanswered": "Onbeantwoorde vragen",
    "button tell me": "Laat het me weten",
    "button never mind": "Laat maar",
    "insights title": "Vragen van de laatste {weeks} weken: {questions}",
    "insights week title": "Vragen van deze week: {questions}",
    "insights none": "Op deze server is in die tijd niets gevraagd. Privéberichten worden niet geteld.",
    "insights answered": "Beantwoord: {count} ({share})",
    "insights uncertain": "Onzeker, alleen verwante passages: {count} ({share})",
    "insights refused": "Niet beantwoord: {count} ({share})",
    "insights model": "Door het model geschreven: {count} ({share})",
    "insights degraded": "Zonder het model, waarom wel gevraagd was: {count} ({reasons})",
    "insights helpful": "Nuttig gevonden: {helpful} van {votes} stemmen ({share})",
    "insights no votes": "Niemand heeft over een antwoord gestemd.",
    "insights latency": "De helft van de antwoorden kwam binnen {p50} s, 95 % binnen {p95} s.",
    "insights cost": "Kosten van het model: ${cost}",
    "insights unpriced": "Zonder bekende prijs: {count} antwoorden",
    "insights weekly": "Per week: {weeks}",
    "insights channels": "Per kanaal: {channels}",
    "insights topics": "Meest gevraagd naar:",
    "insights waiting": "Vragen die op een antwoord wachten (“{button}”): {count}",
    "insights no picture": "De grafiek kon dit keer niet getekend worden; dit zijn de cijfers ervan.",
    "insights export": "Een regel voor elke vraag van de laatste {weeks} weken, zonder wie ze stelde.",
    "insights export text": "Het tweede bestand bevat de vragen waarvan de tekst bewaard is.",
    "unanswered title": "Wat onbeantwoord bleef in de laatste {weeks} weken: {count} vragen",
    "unanswered none": "Van de vragen waarvan de tekst bewaard is, bleef er in die tijd geen onbeantwoord.",
    "unanswered unlogged": (
        "Op deze server bewaar ik de tekst van vragen niet, dus ik weet alleen hoeveel er onbeantwoord bleven: "
        "{refused}, en {uncertain} met alleen verwante passages. {settings} kan dat vanaf nu veranderen; /privacy "
        "vertelt het de leden dan."
    ),
    "unanswered line": "**{count}×** {question}",
    "unanswered also": "-# ook: {questions}",
    "unanswered more": "-# en nog {count}",
    "digest title": "**De week van {first} tot en met {last}**",
    "digest questions": "Vragen: {count} ({before} in de week ervoor)",
    "digest answered": "Beantwoord: {share} ({before} in de week ervoor)",
    "digest helpful": "Nuttig gevonden: {share} van {votes} stemmen",
    "digest quiet": "Er is niets gevraagd.",
    "digest unanswered": "Wat onbeantwoord bleef:",
    "digest counts": (
        "Niet beantwoord: {refused}, onzeker: {uncertain}. Ik bewaar geen vragen, dus welke dat waren, weet ik niet."
    ),
    "picture title": "Vragen van {weeks} weken: {questions}",
    "picture questions": "Vragen per week",
    "picture latency": "Seconden tot het antwoord",
    "picture topics": "Waarnaar gevraagd werd",
    "picture channels": "Waar het gevraagd werd",
    "picture answered": "beantwoord",
    "picture uncertain": "onzeker",
    "picture refused": "niet beantwoord",
    "picture p50": "de helft binnen",
    "picture p95": "95 % binnen",
    "picture nothing": "nog niets",
    "short month 1": "jan",
    "short month 2": "feb",
    "short month 3": "mrt",
    "short month 4": "apr",
    "short month 5": "mei",
    "short month 6": "jun",
    "short month 7": "jul",
    "short month 8": "aug",
    "short month 9": "sep",
    "short month 10": "okt",
    "short month 11": "nov",
    "short month 12": "dec",
    "picture gone": "een verwijderd kanaal",
    "tell me kept": (
        "Ik bewaar deze vraag en laat het je weten als de afleveringen haar beantwoorden: rechtstreeks, of hier zonder "
        "melding als ik je niet kan schrijven. Tot dan staat je ledennummer erbij. De knop neemt het terug, net als "
        "“{forget}” in {privacy}; na een half jaar wordt ze hoe dan ook gewist."
    ),
    "tell me full": "Er wachten al {most} vragen van je. Neem er eerst een terug.",
    "tell me withdrawn": "Teruggenomen: de vraag is gewist.",
    "tell me gone": "Die vraag wacht niet meer.",
    "notice": "Toen dit gevraagd werd, konden de afleveringen het niet beantwoorden. Nu wel:",
    "notice where": "Hier gevraagd: {link}",
    "privacy counted": (
        "Dat er in een kanaal iets gevraagd is, of en waaruit het beantwoord werd, hoelang dat duurde en wat het "
        "kostte, wordt geteld, zonder jou en zonder de woorden ervan."
    ),
    "privacy logged": (
        "Op deze server laten de moderatoren de woorden van je vragen {days} dagen bewaren, onder de hash, om te zien "
        "wat onbeantwoord blijft; die van privévragen en privéberichten worden niet bewaard. Wat ik antwoord, wordt "
        "nergens bewaard. Voor een vervolgvraag lees ik eerdere berichten opnieuw, hoogstens {turns} vragen en "
        "antwoorden van de laatste {hours} uur."
    ),
    "privacy waiting": (
        "Een vraag waaronder je op “{button}” drukt, wordt bewaard met je ledennummer, leesbaar, omdat ik je moet "
        "schrijven: tot ze beantwoord is of je haar terugneemt, en hoogstens een half jaar."
    ),
}
