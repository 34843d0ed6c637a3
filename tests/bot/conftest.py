"""A small real index: four documents of one show, two in Dutch and two in English, and the brain over it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer, Asked
from bot.quiet import quiet_libraries
from tests.canaries import TOKEN
from tests.desk import Desk

quiet_libraries()
ROOT = Path(__file__).resolve().parents[2]

HIVE = """WEBVTT

00:00:05.000 --> 00:00:09.000
<v Mira Tolsma>Welkom bij De Moestuin, ik ben Mira Tolsma.</v>

00:00:09.500 --> 00:00:15.000
<v Mira Tolsma>Vandaag staan we op het dak van de bibliotheek, bij de bijenkasten.</v>

00:00:15.200 --> 00:00:23.000
<v Jelle Brandsma>De bijen overwinteren hier in drie kasten van larikshout.</v>

00:00:23.500 --> 00:00:32.000
<v Jelle Brandsma>In een goed jaar halen we er veertig kilo honing uit, vooral van de lindebloesem.</v>

00:00:32.500 --> 00:00:38.000
<v Mira Tolsma>En wat doe je tegen de varroamijt?</v>

00:00:38.500 --> 00:00:49.000
<v Jelle Brandsma>Wij behandelen met oxaalzuur in december, als er geen broed is.
Dat doodt de mijten en laat de bijen leven.</v>
"""
FERRY = """# 2. The electric ferry
Views: 1200 (2024-03-05) [link](https://www.youtube.com/watch?v=ferry000002)

## Batteries on board

The new ferry across the fjord runs on batteries of four megawatt hours. The captain says that the engine room is so
quiet that passengers complain about the missing hum. A full charge takes nine minutes at the quay.

## The ticket price

The crossing became cheaper: a ticket costs three euros, because electricity costs less than diesel. The municipality
pays for the charging tower itself.
"""
BREAD = """# 3. Zuurdesem in de wijkbakkerij

## Het meel

De wijkbakkerij maalt haar eigen spelt in een windmolen. De molenaar vertelt dat vers meel binnen een week gebruikt
moet worden, omdat de kiem anders ranzig wordt.

## De oven

De oven wordt gestookt met snoeihout uit het park. Om vijf uur 's ochtends gaan de eerste broden erin, en om zeven
uur staat er een rij tot aan de brug.
"""
SATELLITE = """Host: Welcome back. Our guest built a satellite in her garage.

Owen: It is the size of a shoebox, and it photographs clouds at night.

Pilar: How do you steer something so small?

Owen: With three reaction wheels. They spin up and the satellite turns the other way, without any fuel.

Pilar: And what broke first?

Owen: The antenna. It did not unfold for eleven days, and then a warm morning freed it.
"""
DETAILS = {
    "1-bijen": {"number": 1, "title": "Bijen op het dak", "date": "2024-01-09", "language": "nl"},
    "3-brood": {"number": 3, "title": "Zuurdesem in de wijkbakkerij", "date": "2024-04-16", "language": "nl"},
    "4-satellite": {"number": 4, "title": "A satellite from the garage", "date": "2024-06-18", "language": "en"},
}
DOCUMENTS = {
    "tuin/1-bijen.vtt": HIVE,
    "tuin/2-ferry.md": FERRY,
    "tuin/3-brood.md": BREAD,
    "tuin/4-satellite.txt": SATELLITE,
}
LINKS = {"1-bijen": "https://www.youtube.com/watch?v=bijen000001", "4-satellite": "https://example.org/4"}


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The four documents, ingested with the real models; nobody may change it."""
    desk = Desk(tmp_path_factory.mktemp("small"))
    for name, text in DOCUMENTS.items():
        desk.write(name, text)
    for name, details in DETAILS.items():
        link = {"link": LINKS[name]} if name in LINKS else {}
        desk.write(f"tuin/{name}.meta.json", json.dumps(details | link))
    desk.ingest(desk.folder / "tuin")
    return desk


@pytest.fixture(scope="session")
def brain(small_index: Desk) -> Answerer:
    """The brain over the small index."""
    from vectorstore.retrieval.live import LiveIndex

    return Answerer(LiveIndex(small_index.layout, small_index.job.embedder))


@pytest.fixture(scope="session")
def ask(brain: Answerer) -> Callable[..., object]:
    """Ask the brain one question; the same one is answered once."""
    remembered = cache(brain.answer)
    return lambda question, **options: remembered(Asked(question, **options))


@pytest.fixture
def bot(small_index: Desk, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run `python -m bot ...` as a child process on the small index, outside the checkout's .env."""

    def run(*words: str | bytes, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI", "EMBED", "STORE"))}
        environment |= {"DATA_DIR": str(small_index.layout.root), "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": TOKEN} | env
        command = [sys.executable, "-m", "bot", *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, input=stdin, capture_output=True, timeout=60)
        with (tmp_path / "bot.log").open("ab") as log:
            log.write(done.stderr)
        return done

    return run
