"""What the brain says in an answer, in English and Dutch; imports nothing."""

from __future__ import annotations

EN: dict[str, str] = {
    "greeting": "Hello! Ask me what was said in the episodes, for example: “{example}”",
    "example": "What did they say about privacy?",
    "thanks": "You're welcome. Ask on!",
    "help": (
        "I search {episodes} episodes and answer with their own words, with the episode and the moment. Ask in "
        "English or Dutch; name an episode (“episode 12”, “the latest episode”) to stay in it. When nobody said "
        "it, I say so."
    ),
    "order": "I only look up what was said in the episodes, and take no other orders. Ask me about a subject.",
    "catalogue": "I know {episodes} episodes: {list}.",
    "catalogue more": "and {count} more",
    "empty": "What would you like to know about the episodes?",
    "no episode": "There is no “{what}” among the episodes that I know.",
    "no episode range": "I know episodes {first} to {last}.",
    "refused": "The episodes do not say, as far as I can find.",
    "no shows": "Nothing has been ingested for this server's shows, so there is nothing to answer from.",
    "no shows direct": "There is no show that I may answer from in direct messages. Please ask me on your server.",
    "refused related": "The nearest passages, which do not answer it:",
    "uncertain": "I am not sure that the episodes answer this. The closest passages are:",
    "no times": "I cannot give a time: this episode came without times. What it says about it:",
    "no number": "I find the subject, but no number beside it. The closest passages are:",
    "said": "{speaker} says in {episode}:",
    "said at": "{speaker} says in {episode}, at {time}:",
    "heard": "In {episode} it is said:",
    "heard at": "In {episode} it is said, at {time}:",
    "written": "In {episode} it says:",
    "also": "And further on:",
    "date": "{episode} was published on {date}.",
    "date unknown": "When {episode} was published is not known.",
    "views": "It lists {views} views.",
    "episode numbered": "episode {number}, “{title}”",
    "episode unnumbered": "“{title}”",
    "sources": "Sources",
    "related": "Related",
    "episode label": "Episode {number}",
    "license": "licence {license}",
}
NL: dict[str, str] = {
    "greeting": "Hallo! Vraag me wat er in de afleveringen gezegd is, bijvoorbeeld: “{example}”",
    "example": "Wat zeiden ze over privacy?",
    "thanks": "Graag gedaan. Vraag gerust verder!",
    "help": (
        "Ik doorzoek {episodes} afleveringen en antwoord met hun eigen woorden, met de aflevering en het moment. "
        "Vraag in het Nederlands of Engels; noem een aflevering (“aflevering 12”, “de laatste aflevering”) om "
        "daarin te blijven. Als niemand het gezegd heeft, zeg ik dat."
    ),
    "order": (
        "Ik zoek alleen op wat er in de afleveringen gezegd is en voer geen andere opdrachten uit. "
        "Vraag me naar een onderwerp."
    ),
    "catalogue": "Ik ken {episodes} afleveringen: {list}.",
    "catalogue more": "en nog {count}",
    "empty": "Wat wil je over de afleveringen weten?",
    "no episode": "“{what}” is er niet onder de afleveringen die ik ken.",
    "no episode range": "Ik ken de afleveringen {first} tot en met {last}.",
    "refused": "De afleveringen zeggen dit niet, voor zover ik kan vinden.",
    "no shows": "Er is niets ingelezen voor de podcasts van deze server, dus er is niets om uit te antwoorden.",
    "no shows direct": "Er is geen podcast waaruit ik in privéberichten mag antwoorden. Vraag het me op je server.",
    "refused related": "De dichtstbijzijnde passages, die het niet beantwoorden:",
    "uncertain": "Ik weet niet zeker of de afleveringen dit beantwoorden. De dichtstbijzijnde passages zijn:",
    "no times": "Een tijdstip kan ik niet geven: deze aflevering kwam zonder tijden. Wat ze erover zegt:",
    "no number": "Ik vind het onderwerp, maar geen getal erbij. De dichtstbijzijnde passages zijn:",
    "said": "{speaker} zegt in {episode}:",
    "said at": "{speaker} zegt in {episode}, op {time}:",
    "heard": "In {episode} wordt gezegd:",
    "heard at": "In {episode} wordt op {time} gezegd:",
    "written": "In {episode} staat:",
    "also": "En verderop:",
    "date": "{episode} verscheen op {date}.",
    "date unknown": "Wanneer {episode} verscheen, is niet bekend.",
    "views": "Er staan {views} weergaven bij.",
    "episode numbered": "aflevering {number}, “{title}”",
    "episode unnumbered": "“{title}”",
    "sources": "Bronnen",
    "related": "Verwant",
    "episode label": "Aflevering {number}",
    "license": "licentie {license}",
}
