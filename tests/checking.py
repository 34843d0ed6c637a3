"""Passages made by hand for the checks of a model's draft: a hive in Dutch, a ferry and a satellite in English."""

from collections.abc import Sequence
from typing import Any

from vectorstore.records import Chunk, DocumentRecord, Episode, Span
from vectorstore.retrieval.passages import Passage
from vectorstore.retrieval.search import Hit

Line = tuple[str | None, str]


def passage(lines: Sequence[Line], name: str = "tuin/1.vtt", timed: bool = True, **about: Any) -> Hit:
    """Return a hit whose passage holds these lines, a turn for each change of speaker."""
    text, spans, turn, before = "", [], -1, object()
    for n, (speaker, words) in enumerate(lines):
        turn += speaker != before
        text += ("\n" if spans else "") + words
        times = (10.0 * n, 10.0 * n + 9) if timed else (None, None)
        spans.append(Span(len(text) - len(words), len(text), turn, speaker, *times))
        before = speaker
    given = {"key": name, "show": "tuin", "title": "Bijen op het dak", "number": 1, "date": "2024-01-09", **about}
    language, section = given.pop("language", None), given.pop("section", None)
    episode = Episode(**given)
    speakers = tuple(dict.fromkeys(speaker for speaker, _ in lines if speaker))
    record = DocumentRecord(name, "0", "webvtt", "transcript", 1, (episode.key,), timed, speakers)
    chunk = Chunk(name, 0, episode.key, "body", text, tuple(spans), section, language=language)
    return Hit(1, 1.0, 0.9, 0.5, 0, Passage(record, episode, chunk, text, tuple(spans), (0, len(text)), frozenset({0})))


HIVE = passage(
    [
        ("Mira Tolsma", "Welkom bij De Moestuin, ik ben Mira Tolsma."),
        ("Jelle Brandsma", "De bijen overwinteren hier in drie kasten van larikshout."),
        ("Jelle Brandsma", "In een goed jaar halen we er veertig kilo honing uit, vooral van de lindebloesem."),
        ("Mira Tolsma", "En wat doe je tegen de varroamijt?"),
        ("Jelle Brandsma", "Wij behandelen met oxaalzuur in december, als er geen broed is."),
        ("Jelle Brandsma", "Dat doodt de mijten en laat de bijen leven. In 2019 verloren we negen miljoen bijen."),
    ],
    url="https://www.youtube.com/watch?v=bijen000001",
    language="nl",
)
FERRY = passage(
    [
        (None, "The new ferry across the fjord runs on batteries of four megawatt hours."),
        (None, "The captain says that the engine room is so quiet that passengers complain about the missing hum."),
        (None, "A full charge takes nine minutes at the quay. A ticket costs 3.50 euros, 12% less than before."),
    ],
    "tuin/2.md",
    timed=False,
    title="The electric ferry",
    number=2,
    date="2024-03-05",
    section="Batteries on board",
    language="en",
)
SATELLITE = passage(
    [
        ("Host", "Welcome back. Our guest built a satellite in her garage in the Netherlands, for the European Union."),
        ("Owen", "It is the size of a shoebox, and, um, it photographs clouds at night."),
        ("Pilar", "How do you steer something so small?"),
        ("Owen", "With three reaction wheels. They spin up and the satellite turns the other way, without any fuel."),
        ("Pilar", "And what broke first?"),
        ("Owen", "The antenna. It did not unfold for eleven days, and then a warm morning freed it. It’s fine now."),
        ("Owen", "NASA called us in twenty nineteen and offered 54,000 dollars for Anna’s GPT-4 software."),
    ],
    "tuin/4.txt",
    title="A satellite from the garage",
    number=4,
    date="2024-06-18",
    url="https://example.org/4",
    language="en",
)
HITS = (HIVE, FERRY, SATELLITE)
