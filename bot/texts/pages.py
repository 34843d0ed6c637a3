"""Pages that a member opens: help, privacy, about, catalogue, episode, transcript; imports nothing."""

from __future__ import annotations

EN: dict[str, str] = {
    "day in words": "{day} {month} {year}",
    "month 1": "January",
    "month 2": "February",
    "month 3": "March",
    "month 4": "April",
    "month 5": "May",
    "month 6": "June",
    "month 7": "July",
    "month 8": "August",
    "month 9": "September",
    "month 10": "October",
    "month 11": "November",
    "month 12": "December",
    "related heading": "Related, but not quoted above:",
    "cut": "Some of the passages had to be shortened; the button Sources shows them whole.",
    "page": "Page {page} of {pages}",
    "passage": "Passage {position} of {count}",
    "moved": "The document has changed since; this is how it begins.",
    "results title": "Passages near “{words}”",
    "catalogue title": "{episodes} episodes",
    "catalogue none": "There are no episodes yet.",
    "fact show": "Show: {value}",
    "fact date": "Published: {value}",
    "fact views": "Views: {value}",
    "fact link": "Link: {value}",
    "fact sections": "What it is about:",
    "fact speakers": "Speakers: {value}",
    "fact documents": "Known from: {value}",
    "fact license": "Licence: {value}",
    "kind transcript": "transcript",
    "kind transcript timed": "transcript with times",
    "kind summary": "summary",
    "and more": "and {count} more",
    "open link": "open",
    "help title": "How to ask me",
    "help intro": (
        "I look up what was said in {episodes} episodes and answer with their own words: who said it, in which episode "
        "and when. Ask in English or Dutch. When the episodes do not say it, I say so."
    ),
    "help ask": "{ask} answers a question. Add an episode to stay in it, or `private` to see the answer alone.",
    "help elsewhere": "Mention me in a channel, reply to my answers, or write to me directly: that works as well.",
    "help follow up": (
        "Ask on with “{button}” or by replying, also briefly: “and what about the lawyers?”. I remember the last "
        "{turns} exchanges."
    ),
    "help search": "{search} shows the nearest passages without an answer.",
    "help episodes": "{episodes} lists everything I know, {episode} shows one episode.",
    "help buttons": (
        "Below an answer: “{sources}” shows the quotations, “{context}” what was said before and after them."
    ),
    "help privacy": "{privacy} tells what is stored, {about} what I am.",
    "help example": "For example: “{example}”",
    "privacy title": "What is stored about you",
    "privacy stored": (
        "When you asked, so that nobody asks too much at once; which passages an answer quoted, so that its buttons "
        "work; whether an answer helped; the language you chose. Your member number is stored as a keyed hash; "
        "where it stands in the clear, this page says so."
    ),
    "privacy not stored": (
        "What you ask and what I answer is stored nowhere: it stands in Discord's messages alone. For a follow-up I "
        "read them again there, at most {turns} exchanges of the last {hours} hours."
    ),
    "privacy model": (
        "The text of your question goes to {provider}, which writes the answers. How much you have it write on a day "
        "is stored for 90 days."
    ),
    "privacy local": "Your question does not leave the machine that I run on.",
    "privacy moderators": (
        "What moderators do with the library is written down under their member number, in the clear, for a year, and "
        "stays when they have their data deleted: an audit has to name people. Their list of blocked "
        "members holds such numbers too."
    ),
    "privacy delete": "You can have a copy of it, or have it deleted, with the buttons below.",
    "privacy export": "This is all that is stored about you:",
    "about title": "About me",
    "about what": (
        "I answer questions from {episodes} episodes ({shows}) and quote them word for word. I know nothing else."
    ),
    "about extractive": "My answers consist of quotations; no language model writes them.",
    "about model": "My answers are written by {model} from quotations, and every source is checked.",
    "about index": "The library is of {date} ({generation}).",
    "about version": "Version {version}.",
}
NL: dict[str, str] = {
    "day in words": "{day} {month} {year}",
    "month 1": "januari",
    "month 2": "februari",
    "month 3": "maart",
    "month 4": "april",
    "month 5": "mei",
    "month 6": "juni",
    "month 7": "juli",
    "month 8": "augustus",
    "month 9": "september",
    "month 10": "oktober",
    "month 11": "november",
    "month 12": "december",
    "related heading": "Verwant, maar hierboven niet geciteerd:",
    "cut": "Sommige passages moesten worden ingekort; de knop Bronnen toont ze volledig.",
    "page": "Pagina {page} van {pages}",
    "passage": "Passage {position} van {count}",
    "moved": "Het document is sindsdien veranderd; dit is het begin ervan.",
    "results title": "Passages bij “{words}”",
    "catalogue title": "{episodes} afleveringen",
    "catalogue none": "Er zijn nog geen afleveringen.",
    "fact show": "Podcast: {value}",
    "fact date": "Verschenen: {value}",
    "fact views": "Weergaven: {value}",
    "fact link": "Link: {value}",
    "fact sections": "Waar het over gaat:",
    "fact speakers": "Sprekers: {value}",
    "fact documents": "Bekend uit: {value}",
    "fact license": "Licentie: {value}",
    "kind transcript": "transcript",
    "kind transcript timed": "transcript met tijden",
    "kind summary": "samenvatting",
    "and more": "en nog {count}",
    "open link": "openen",
    "help title": "Hoe je me iets vraagt",
    "help intro": (
        "Ik zoek op wat er in {episodes} afleveringen gezegd is en antwoord met hun eigen woorden: wie het zei, in "
        "welke aflevering en wanneer. Vraag in het Nederlands of Engels. Als ze het niet zeggen, zeg ik dat."
    ),
    "help ask": (
        "{ask} beantwoordt een vraag. Kies er een aflevering bij om daarin te blijven, of `privé` om het antwoord "
        "alleen te zien."
    ),
    "help elsewhere": "Noem me in een kanaal, reageer op mijn antwoorden of stuur me een privébericht: dat werkt ook.",
    "help follow up": (
        "Vraag door met “{button}” of door te reageren, ook kort: “en de advocaten dan?”. Ik onthoud de laatste "
        "{turns} vragen en antwoorden."
    ),
    "help search": "{search} toont de dichtstbijzijnde passages, zonder antwoord.",
    "help episodes": "{episodes} somt op wat ik ken, {episode} toont één aflevering.",
    "help buttons": (
        "Onder een antwoord: “{sources}” toont de citaten, “{context}” wat er daarvoor en daarna gezegd werd."
    ),
    "help privacy": "{privacy} vertelt wat er bewaard wordt, {about} wat ik ben.",
    "help example": "Bijvoorbeeld: “{example}”",
    "privacy title": "Wat er over je bewaard wordt",
    "privacy stored": (
        "Wanneer je iets vroeg, zodat niemand te veel tegelijk vraagt; welke passages een antwoord citeerde, zodat de "
        "knoppen werken; of een antwoord hielp; de taal die je koos. Je ledennummer wordt bewaard als hash met een "
        "sleutel; waar het leesbaar staat, zegt deze pagina dat."
    ),
    "privacy not stored": (
        "Wat je vraagt en wat ik antwoord, wordt nergens bewaard: het staat alleen in de berichten van Discord. Voor "
        "een vervolgvraag lees ik ze daar opnieuw, hoogstens {turns} vragen en antwoorden van de laatste {hours} uur."
    ),
    "privacy model": (
        "De tekst van je vraag gaat naar {provider}, dat de antwoorden schrijft. Hoeveel je op een dag laat schrijven, "
        "wordt 90 dagen bewaard."
    ),
    "privacy local": "Je vraag verlaat de machine waarop ik draai niet.",
    "privacy moderators": (
        "Wat moderators met de bibliotheek doen, wordt onder hun ledennummer opgeschreven, leesbaar, een jaar lang, en "
        "blijft als ze hun gegevens laten wissen: een logboek moet mensen noemen. Hun lijst van "
        "geblokkeerde leden bevat zulke nummers ook."
    ),
    "privacy delete": "Met de knoppen hieronder krijg je er een kopie van, of laat je het wissen.",
    "privacy export": "Dit is alles wat er over je bewaard wordt:",
    "about title": "Over mij",
    "about what": (
        "Ik beantwoord vragen uit {episodes} afleveringen ({shows}) en citeer ze woord voor woord. Meer weet ik niet."
    ),
    "about extractive": "Mijn antwoorden bestaan uit citaten; er schrijft geen taalmodel aan mee.",
    "about model": "Mijn antwoorden schrijft {model} op grond van citaten, en elke bron wordt nagekeken.",
    "about index": "De bibliotheek is van {date} ({generation}).",
    "about version": "Versie {version}.",
}
