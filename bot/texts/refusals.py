"""Why a question is not taken now, and short notices to a member, in English and Dutch; imports nothing.

`refusal X` has a key for each reason of bot.guards; {when} is Discord's own relative time, "in 20 seconds".
"""

from __future__ import annotations

EN: dict[str, str] = {
    "refusal paused": "I am pausing for a while. Please ask again later.",
    "refusal blocked": "A moderator of this server has asked me not to take questions from you.",
    "refusal channel": "I do not answer in this channel. A moderator knows where I do; a direct message works too.",
    "refusal empty library": "The library is still empty, so there is nothing to answer from. Please come back later.",
    "refusal empty": "What would you like to know about the episodes? Write your question after my name.",
    "refusal too long": "That is a long question. Please ask it in at most {limit} characters.",
    "refusal busy": "I am still answering your last question. Ask this one when the answer is there.",
    "refusal cooldown": "That is a lot of questions at once. Try again {when}.",
    "empty library moderator": (
        "The library is still empty. To fill it, attach a document to `/library add`, or put transcripts and summaries "
        "into a folder on the machine that runs me and run `python -m ingest FOLDER` there; I notice by myself."
    ),
    "no shows moderator": (
        "Nothing has been ingested for this server's shows. Which shows these are stands in {settings}, what the "
        "library holds in {status}."
    ),
    "explain": (
        "I cannot read messages here unless they mention me. Mention me in your message, or press “{button}” below my "
        "last answer."
    ),
    "private only": "Only you see this.",
    "shared": "Shared in the channel.",
    "shared by": "Shared by {member}",
    "voted helpful": "Thank you, noted as helpful.",
    "voted not helpful": "Thank you, noted as not helpful. It helps to find better answers.",
    "deleted": "Deleted.",
    "thread opened": "Ask on in {thread}.",
    "thread name": "Episodes: {question}",
    "language set": "I answer you in {name} from now on.",
    "language set auto": "I answer you in the language of your question from now on.",
    "language set everyone": "On this server I answer in {name} from now on, except for those who chose their own.",
    "language set everyone auto": "On this server I answer in the language of the question from now on.",
    "forgotten": "What was stored about you is deleted.",
    "no such episode": "I know no episode “{what}”. Choose one from the list while you type.",
    "nothing found": "Nothing in the episodes is near to these words.",
    "thinking": "Looking through the episodes …",
    "presence": "{episodes} episodes · /ask",
    "presence empty": "The library is still empty",
}
NL: dict[str, str] = {
    "refusal paused": "Ik houd even pauze. Vraag het later nog eens.",
    "refusal blocked": "Een moderator van deze server heeft me gevraagd van jou geen vragen aan te nemen.",
    "refusal channel": "In dit kanaal antwoord ik niet. Een moderator weet waar wel; een privébericht kan ook.",
    "refusal empty library": "De bibliotheek is nog leeg, dus er is nog niets om uit te antwoorden. Kom later terug.",
    "refusal empty": "Wat wil je over de afleveringen weten? Schrijf je vraag achter mijn naam.",
    "refusal too long": "Dat is een lange vraag. Stel haar in hoogstens {limit} tekens.",
    "refusal busy": "Ik ben nog bezig met je vorige vraag. Stel deze als dat antwoord er is.",
    "refusal cooldown": "Dat zijn veel vragen tegelijk. Probeer het {when} weer.",
    "empty library moderator": (
        "De bibliotheek is nog leeg. Hang een document aan `/bibliotheek toevoegen`, of zet transcripten en "
        "samenvattingen in een map op de machine waarop ik draai en voer daar `python -m ingest MAP` uit; ik merk het "
        "vanzelf."
    ),
    "no shows moderator": (
        "Er is niets ingelezen voor de podcasts van deze server. Welke dat zijn staat in {settings}, wat de "
        "bibliotheek bevat in {status}."
    ),
    "explain": (
        "Ik kan hier alleen berichten lezen waarin ik genoemd word. Noem me in je bericht, of druk op “{button}” onder "
        "mijn laatste antwoord."
    ),
    "private only": "Alleen jij ziet dit.",
    "shared": "Gedeeld in het kanaal.",
    "shared by": "Gedeeld door {member}",
    "voted helpful": "Dank je, genoteerd als nuttig.",
    "voted not helpful": "Dank je, genoteerd als niet nuttig. Dat helpt om betere antwoorden te vinden.",
    "deleted": "Verwijderd.",
    "thread opened": "Vraag verder in {thread}.",
    "thread name": "Afleveringen: {question}",
    "language set": "Ik antwoord je voortaan in het {name}.",
    "language set auto": "Ik antwoord je voortaan in de taal van je vraag.",
    "language set everyone": "Op deze server antwoord ik voortaan in het {name}, behalve aan wie zelf koos.",
    "language set everyone auto": "Op deze server antwoord ik voortaan in de taal van de vraag.",
    "forgotten": "Wat er over je bewaard werd, is gewist.",
    "no such episode": "Een aflevering “{what}” ken ik niet. Kies er een uit de lijst terwijl je typt.",
    "nothing found": "Niets in de afleveringen ligt dicht bij deze woorden.",
    "thinking": "Ik zoek in de afleveringen …",
    "presence": "{episodes} afleveringen · /vraag",
    "presence empty": "De bibliotheek is nog leeg",
}
