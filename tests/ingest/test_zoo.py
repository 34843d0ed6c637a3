"""The awkward inputs of ../shared/zoo, a row a file: what its README expects holds for what would be published."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answering.answer import Answer
from bot.answering.citations import opening
from bot.rendering import answer_messages
from bot.renderings.markdown import units
from ingest.discover import discover
from ingest.library import Library, add_paths
from ingest.reading import read_all
from tests.desk import Desk
from tests.doubles import WordEmbedder
from tests.generating import hit
from vectorstore.records import Chunk, Episode
from vectorstore.text.folding import clean
from vectorstore.text.tokens import count_tokens
from vectorstore.text.words import tokenize

pytestmark = pytest.mark.promise(28)
SEED = "9 miljoen podcasts, speciaal voor jou"
VIDEO = "https://www.youtube.com/watch?v=T60khfcwdk4"
NAMES = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a file: its episodes and the chunks of their words, or why it was passed over; what was odd."""

    episodes: tuple[Episode, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    skipped: str = ""
    warnings: str = ""

    @property
    def text(self) -> str:
        """All words that would be found and quoted."""
        return "\n".join(chunk.text for chunk in self.chunks)

    @property
    def titles(self) -> list[tuple[int | None, str]]:
        """Number and title of each episode."""
        return [(episode.number, episode.title) for episode in self.episodes]

    @property
    def sections(self) -> set[str | None]:
        """The headings under which something is said."""
        return {chunk.section for chunk in self.chunks}

    @property
    def times(self) -> list[tuple[float | None, float | None]]:
        """When each stretch is said."""
        return [(span.start, span.stop) for chunk in self.chunks for span in chunk.spans]

    @property
    def speakers(self) -> set[str | None]:
        """Who speaks."""
        return {span.speaker for chunk in self.chunks for span in chunk.spans}

    @property
    def links(self) -> list[str | None]:
        """The link of each episode."""
        return [episode.url for episode in self.episodes]


Expected = Callable[[Seen], object]


def passed_over(reason: str) -> Expected:
    """The file is named with this reason, and nothing of it is published."""
    return lambda seen: reason in seen.skipped and not seen.chunks


def titled(number: int | None, title: str, *words: str) -> Expected:
    """One episode of this name, whose words are among what is said."""
    return lambda seen: seen.titles == [(number, title)] and all(word in seen.text for word in words)


def not_there(seen: Seen) -> bool:
    """The file is no document at all, and is not complained about."""
    return seen == Seen()


def said_whole(text: str) -> Expected:
    """Exactly these words are said, in this order."""
    return lambda seen: " ".join(seen.text.split()) == text


EXPECTED: dict[str, Expected] = {
    "01_empty.md": passed_over("empty"),
    "02_whitespace_only.md": passed_over("empty"),
    "03_bom_utf8.md": titled(1, SEED),
    "04_utf16le_bom.md": titled(1, SEED),
    "05_utf16be_nobom.md": lambda seen: seen.titles == [(1, SEED)] and "\0" not in seen.text,
    "06_latin1_dutch.md": lambda seen: "Coördinatie" in seen.titles[0][1] and "Windows-1252" in seen.warnings,
    "06b_udhr_latin1.txt": lambda seen: len(seen.chunks) > 9 and "\ufffd" not in seen.text and not seen.warnings,
    "07_cp1252_quotes.md": titled(7, "“Slimme” quotes – en een €"),
    "08_crlf.md": lambda seen: len(seen.chunks) == 2 and "\r" not in seen.text,
    "09_cr_only.md": lambda seen: len(seen.chunks) == 2 and "\r" not in seen.text,
    "10_mixed_eol.md": lambda seen: len(seen.chunks) == 2 and "\r" not in seen.text,
    "11_binary_named.md": passed_over("not text"),
    "12_nul_bytes.md": lambda seen: "NUL" in seen.warnings and "\0" not in seen.text + str(seen.titles),
    "13_invalid_utf8.md": lambda seen: "replaced" in seen.warnings and seen.chunks,
    "14_double_utf8.xml": passed_over("encoded twice"),
    "15_single_line_50mb.py": passed_over("program"),
    "16_one_line_300k.md": lambda seen: seen.chunks,
    "17_no_spaces_100k.md": lambda seen: seen.chunks,
    "20_seed_stray_spaces.md": lambda seen: seen.titles == [(1, SEED)] and len(seen.sections) == 9,
    "21_several_episodes_one_file.md": lambda seen: [number for number, _ in seen.titles] == [1, 2, 3]
    and all(chunk.episode == seen.episodes[2].key for chunk in seen.chunks if "in de zorg" in chunk.text),
    "22_duplicate_number_a.md": titled(5, "Aflevering vijf, eerste versie"),
    "22_duplicate_number_b.md": lambda seen: seen.titles[0][0] == 5 and "used twice" in seen.warnings,
    "23_same_episode_twice_copy.md": titled(1, SEED),
    "24_missing_title.md": titled(24, "Missing title"),
    "25_missing_views_date.md": lambda seen: (seen.episodes[0].date, seen.episodes[0].views) == (None, None),
    "26_wrong_date.md": lambda seen: seen.episodes[0].date is None and "2024-02-31" in seen.warnings,
    "27_date_formats.md": lambda seen: seen.episodes[0].date == "2024-01-23",
    "28_views_formats.md": lambda seen: [episode.views for episode in seen.episodes] == [1234, None, None],
    "29_no_number_in_title.md": titled(None, "Zonder nummer, speciaal voor jou"),
    "30_number_not_integer.md": lambda seen: [number for number, _ in seen.titles] == [None, 7, None],
    "31_only_headings.md": lambda seen: seen.episodes and not seen.chunks,
    "32_deep_headings.md": lambda seen: {"Een", "Een punt een", "Zes"} == seen.sections,
    "33_emoji_title.md": titled(33, "🎙️🤖 AI & 👩\u200d🎨 kunst 🇳🇱 — deel 2️⃣"),
    "34_very_long_title.md": lambda seen: len(seen.titles[0][1]) > 2000,
    "35_rtl_title.md": lambda seen: clean(seen.text),
    "36_zero_width.md": lambda seen: "gezichtsherkenning" in tokenize(seen.text),
    "37_homoglyph_nfd.md": lambda seen: tokenize("Café financiën")[0] in tokenize(seen.titles[0][1]),
    "40_link_variants.md": lambda seen: seen.links == [*[VIDEO] * 4, None, *[VIDEO] * 4, *[None] * 4],
    "41_link_markdown_breakers.md": lambda seen: seen.links == [VIDEO],
    "50_prompt_injection.md": titled(50, "Over veilige chatbots"),
    "51_discord_markdown.md": lambda seen: seen.titles[0][0] == 51,
    "52_fence_bomb.md": lambda seen: seen.chunks,
    "53_fake_citation.md": titled(53, "Zogenaamde bron"),
    "54_html_script.md": lambda seen: "<script" not in seen.text and "& <tag> 😀" in seen.text,
    "60_vtt_no_header.vtt": lambda seen: seen.times == [(1.0, 2.0)],
    "61_vtt_header_notes_style.vtt": lambda seen: seen.times[0] == (1.0, 4.0) and "Anna de Vries" in seen.speakers
    and not re.search("NOTE|STYLE|REGION", seen.text),
    "62_vtt_malformed_times.vtt": lambda seen: "4 bad cues" in seen.warnings and "goede cue" in seen.text,
    "63_vtt_overlap.vtt": lambda seen: seen.times[0][0] == 0.0 and seen.chunks[0].start == 0.0,
    "64_vtt_negative_and_reverse.vtt": lambda seen: all(
        start is None or 0 <= start <= (end or start) for start, end in seen.times),
    "65_vtt_hours_over_99.vtt": lambda seen: [int(start or 0) for start, _ in seen.times] == [359999, 445506],
    "66_vtt_no_hours.vtt": lambda seen: [start for start, _ in seen.times] == [3598.0, 3600.0],
    "67_vtt_rolling_auto.vtt": said_whole(
        "hallo en welkom bij deze podcast over kunstmatige intelligentie en gezichtsherkenning"),
    "68_srt_malformed.srt": lambda seen: "2024" in seen.text and "punt en coördinaten" in seen.text,
    "69_srt_html_tags.srt": lambda seen: "GELE tekst boven" in seen.text and "an8" not in seen.text,
    "70_srt_zero_duration.srt": lambda seen: len(seen.times) == 3 and seen.times[0] == (0.0, 0.0),
    "71_speaker_styles.txt": lambda seen: seen.speakers
    == {"Anna de Vries", "BRAM", "Chantal", "Spreker 4", "SPEAKER_07", "Daan", None},
    "72_timed_text_youtube.xml": lambda seen: "&" not in seen.text and '"not"' in seen.text,
    "73_json3_youtube.json": said_whole("hallo en welkom bij de podcast"),
    "74_whisper.json": said_whole("Hallo allemaal. Vandaag over AI en privacy."),
    "75_podcasting20.json": lambda seen: {"Anna", "Bram"} <= seen.speakers,
    "76_truncated.json": passed_over("cut off"),
    "77_datatalks_style.md": lambda seen: seen.times[0] == (0.0, 12.0),
    "78_yaml_bomb.md": lambda seen: "front matter" in seen.warnings,
    "79_frontmatter_unclosed.md": lambda seen: seen.chunks,
    "80_rss_feed.xml": passed_over("RSS"),
    "81_xxe.xml": passed_over("entities"),
    "82_html_transcript.html": lambda seen: seen.times[-1][0] == 3723.0 and "script" not in seen.text,
    "83_repeated_text.md": lambda seen: len({chunk.text for chunk in seen.chunks}) == len(seen.chunks) < 5,
    "84_table_list_code.md": lambda seen: "12:34" in seen.text and seen.times[0] == (None, None),
    "85_english_and_dutch_mixed.md": lambda seen: len(seen.chunks) == 2,
    "86_unknown_extension.docx": passed_over("Office"),
    "87_no_extension": titled(87, "Zonder extensie"),
    "88_Hoofdletters.MD": titled(88, "Extensie in hoofdletters"),
    "89_bestand met spaties & (haakjes) – ünïcode 🎧.md": titled(89, "Rare bestandsnaam"),
    ".90_hidden.md": not_there,
    "91_swap.md~": not_there,
    "92_dir.md/README.txt": lambda seen: seen.chunks,
    "93_diepe/map/in/map/aflevering.md": titled(93, "Diepe map"),
    "94_path_names.txt": lambda seen: seen.chunks,
    "95_symlink_outside.md": passed_over("leads out of the root"),
    "96_symlink_loop.md": passed_over("circle"),
    "97_symlink_ok.md": not_there,
    "98_symlink_dangling.md": passed_over("target is gone"),
    "99_symlink_dir_up": passed_over("leads out of the root"),
}  # fmt: skip


@pytest.fixture(scope="module")
def zoo(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zoo with its links, which do not travel."""
    folder = tmp_path_factory.mktemp("animals") / "zoo"
    shutil.copytree(shared / "zoo", folder, copy_function=shutil.copyfile)
    folder.chmod(0o755)
    subprocess.run(["sh", "make_links.sh", "."], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def seen(zoo: Path) -> dict[str, Seen]:
    """What becomes of every file, read as ingestion reads them."""
    found = discover(add_paths(Library(), [str(zoo)]).roots, (), 1_000_000)
    plan = read_all(found.documents, lambda text: count_tokens(text) < 500, lambda *_: None)
    by_key = {episode.key: episode for episode in plan.episodes}
    whole: dict[str, Seen] = {}
    for record in plan.documents:
        chunks = tuple(chunk for chunk in plan.chunks if chunk.document == record.name and chunk.role != "heading")
        warnings = "\n".join(note.reason for note in plan.warnings if note.file == record.name)
        whole[record.name] = Seen(tuple(by_key[key] for key in record.episodes), chunks, "", warnings)
    for note in (*plan.skipped, *found.skipped):
        whole[note.file] = Seen(skipped=note.reason)
    return {name.removeprefix("zoo/"): one for name, one in whole.items()}


def test_every_file_of_the_zoo_has_its_row(shared: Path, seen: dict[str, Seen]) -> None:
    listed = {name.split(" -> ")[0] for name in NAMES.findall((shared / "zoo/README.md").read_text("utf-8"))}
    assert listed == set(EXPECTED)
    assert seen.keys() - EXPECTED.keys() == {"README.md", "make_links.sh"}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_becomes_what_its_row_says(seen: dict[str, Seen], name: str) -> None:
    assert EXPECTED[name](seen.get(name, Seen()))


def test_every_chunk_is_bounded_and_can_be_shown(seen: dict[str, Seen]) -> None:
    for name, one in seen.items():
        episodes = {episode.key: episode for episode in one.episodes}
        for chunk in one.chunks[:3]:
            assert count_tokens(chunk.text) < 500, name
            cited = opening(hit(1, chunk.text, episode=episodes[chunk.episode], start=chunk.start), 1)
            answer = Answer("wat?", "nl", "answered", f"“{cited.quote}” [1]", (cited,))
            messages = answer_messages(answer, "nl")
            assert all(units(message) <= 2000 for message in messages), name
            whole = "\n".join(messages)
            assert not re.search("[\u202a-\u202e\u2066-\u2069]|@everyone|<@|<script", whole.replace("\\<", "")), name


@pytest.mark.long
def test_the_zoo_is_published_without_what_cannot_be_read(zoo: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path, WordEmbedder())
    outcome = desk.ingest(zoo)
    over = {name for name, expected in EXPECTED.items() if "passed_over" in expected.__qualname__}
    assert (outcome.outcome, outcome.exit_code) == ("published", 3)
    assert {note.file.removeprefix("zoo/") for note in outcome.skipped} == over | {"make_links.sh"}
    assert len(desk.documents) == len(EXPECTED) - len(over) - 3 + 1  # three are no documents, and README.md is one
