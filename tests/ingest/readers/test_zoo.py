"""The awkward inputs of ../shared/zoo: which are read, and what comes out of them."""

from pathlib import Path

import pytest

from ingest.errors import Unreadable
from ingest.readers.registry import read_document
from ingest.transcript import Transcript

pytestmark = pytest.mark.promise(28)
UNREADABLE = {
    "01_empty.md": "empty",
    "02_whitespace_only.md": "empty",
    "11_binary_named.md": "not text",
    "14_double_utf8.xml": "encoded twice",
    "15_single_line_50mb.py": "program",
    "76_truncated.json": "malformed",
    "80_rss_feed.xml": "RSS",
    "81_xxe.xml": "entities",
    "86_unknown_extension.docx": "Office",
    "make_links.sh": "program",
}
SEED_TITLE = "9 miljoen podcasts, speciaal voor jou"
VIDEO = "https://www.youtube.com/watch?v=T60khfcwdk4"
TITLES = {
    "03_bom_utf8.md": [(1, SEED_TITLE)],
    "04_utf16le_bom.md": [(1, SEED_TITLE)],
    "05_utf16be_nobom.md": [(1, SEED_TITLE)],
    "06_latin1_dutch.md": [(6, "Coördinatie, reünie en café")],
    "07_cp1252_quotes.md": [(7, "“Slimme” quotes – en een €")],
    "12_nul_bytes.md": [(12, "Nultekens midden in")],
    "20_seed_stray_spaces.md": [(1, SEED_TITLE)],
    "21_several_episodes_one_file.md": [(1, SEED_TITLE), (2, "Zelfrijdende auto's"), (3, "AI in de zorg")],
    "24_missing_title.md": [(None, None)],
    "25_missing_views_date.md": [(25, "Zonder views en datum")],
    "29_no_number_in_title.md": [(None, "Zonder nummer, speciaal voor jou")],
    "30_number_not_integer.md": [(None, "3.5. Tussenaflevering"), (7, "James"), (None, "1e3. Wetenschappelijk")],
    "33_emoji_title.md": [(33, "🎙️🤖 AI & 👩\u200d🎨 kunst 🇳🇱 — deel 2️⃣")],
    "77_datatalks_style.md": [(7, "Titel: met dubbele punt")],
    "79_frontmatter_unclosed.md": [(79, "Titel")],
    "87_no_extension": [(87, "Zonder extensie")],
    "88_Hoofdletters.MD": [(88, "Extensie in hoofdletters")],
}
TIMES = {
    "60_vtt_no_header.vtt": [(1.0, 2.0)],
    "61_vtt_header_notes_style.vtt": [(1.0, 4.0), (5.0, 6.0), (5.0, 6.0)],
    "63_vtt_overlap.vtt": [(0.0, 10.0), (2.0, 4.0), (3.0, 12.0)],
    "64_vtt_negative_and_reverse.vtt": [(None, None), (None, None), (15.0, 18.0), (20.0, 20.0)],
    "65_vtt_hours_over_99.vtt": [(359999.0, 360001.0), (445506.789, 445509.0)],
    "66_vtt_no_hours.vtt": [(3598.0, 3599.999), (3600.0, 3602.0)],
    "70_srt_zero_duration.srt": [(0.0, 0.0), (0.0, 0.0), (0.0, 5.0)],
    "77_datatalks_style.md": [(0.0, 12.0), (12.0, None), (None, None), (None, None)],
    "82_html_transcript.html": [(0.0, 3723.0), (3723.0, None)],
}
TEXTS = {
    "61_vtt_header_notes_style.vtt": "Hallo & welkom bij de show|Twee sprekers|in één cue",
    "62_vtt_malformed_times.vtt": "komma in plaats van punt|goede cue",
    "67_vtt_rolling_auto.vtt": "hallo en welkom|bij deze podcast over|kunstmatige intelligentie en gezichtsherkenning",
    "68_srt_malformed.srt": "eerste|zonder nummer|dubbel nummer|zonder lege regel ervoor|2024|geen spaties om de pijl"
    "|korte cijfers|punt en coördinaten",
    "69_srt_html_tags.srt": "GELE tekst boven <3|♪ muziek ♪ [APPLAUS] (gelach)",
    "72_timed_text_youtube.xml": 'Hey, this is just a test|this is "not" het origineel'
    "|just something I made up for testing",
    "73_json3_youtube.json": "hallo en welkom|bij de podcast",
    "74_whisper.json": "Hallo allemaal.|Vandaag over AI en privacy.",
    "75_podcasting20.json": "Wij testen|zinnen.|Zonder spreker en eind.",
    "82_html_transcript.html": "Hallo wereld één|Dag.",
    "31_only_headings.md": "",
    "54_html_script.md": "& <tag> 😀|Het was een mooie aflevering over mobiliteit.",
}


def all_of(shared: Path, name: str) -> tuple[Transcript, ...]:
    return read_document(f"zoo/{name}", (shared / "zoo" / name).read_bytes())


def one_of(shared: Path, name: str) -> Transcript:
    (transcript,) = all_of(shared, name)
    return transcript


def test_every_file_is_read_but_those_that_may_be_skipped(shared: Path) -> None:
    skipped = {}
    for path in sorted(p for p in (shared / "zoo").rglob("*") if p.is_file()):
        try:
            transcripts = read_document(path.name, path.read_bytes())
        except Unreadable as error:
            skipped[path.name] = str(error)
            continue
        for transcript in transcripts:
            assert transcript.segments or transcript.heading
            assert all("\x00" not in s.text and "\ufeff" not in s.text[:1] and s.text for s in transcript.segments)
    assert skipped.keys() == UNREADABLE.keys()
    assert {name for name, reason in skipped.items() if UNREADABLE[name] not in reason} == set()


@pytest.mark.parametrize("name", TITLES)
def test_titles_and_numbers(shared: Path, name: str) -> None:
    assert [(t.stated.number, t.stated.title) for t in all_of(shared, name)] == TITLES[name]


@pytest.mark.parametrize("name", TIMES)
def test_times(shared: Path, name: str) -> None:
    assert [(s.start, s.end) for s in one_of(shared, name).segments] == TIMES[name]


@pytest.mark.parametrize("name", TEXTS)
def test_texts(shared: Path, name: str) -> None:
    assert "|".join(s.text for s in one_of(shared, name).segments) == TEXTS[name]


def test_speakers_of_every_style(shared: Path) -> None:
    assert [s.speaker for s in one_of(shared, "71_speaker_styles.txt").segments] == [
        "Anna de Vries",
        "BRAM",
        "Chantal",
        "Spreker 4",
        None,
        None,
        "SPEAKER_07",
        "Daan",
    ]
    assert one_of(shared, "61_vtt_header_notes_style.vtt").speakers == ("Anna de Vries",)
    assert one_of(shared, "75_podcasting20.json").speakers == ("Anna", "Bram")


def test_all_nine_sections_stand_under_stray_spaces(shared: Path) -> None:
    sections = {s.section for s in one_of(shared, "20_seed_stray_spaces.md").segments}
    assert len(sections) == 9
    assert "Thema's en Onderwerpen" in sections


def test_line_ends_make_no_difference(shared: Path) -> None:
    segments = [one_of(shared, n).segments for n in ("08_crlf.md", "09_cr_only.md", "10_mixed_eol.md")]
    assert segments[0] == segments[1] == segments[2]


def test_dates_and_views_are_sound_or_nothing(shared: Path) -> None:
    wrong = one_of(shared, "26_wrong_date.md")
    assert wrong.stated.date is None
    assert "2024-02-31" in wrong.warnings[0]
    assert one_of(shared, "27_date_formats.md").stated.date == "2024-01-23"
    assert [t.stated.views for t in all_of(shared, "28_views_formats.md")] == [1234, None, None]


def test_links_lead_to_the_video_or_nowhere(shared: Path) -> None:
    links = [t.stated.link for t in all_of(shared, "40_link_variants.md")]
    assert links[:9] == [*[VIDEO] * 4, None, *[VIDEO] * 4]
    assert links[9:] == [None] * 4
    assert one_of(shared, "41_link_markdown_breakers.md").stated.link == VIDEO


def test_code_fences_and_tables_are_text(shared: Path) -> None:
    deep = one_of(shared, "32_deep_headings.md")
    assert list(dict.fromkeys(s.section for s in deep.segments)) == ["Een", "Een punt een", "Zes"]
    table = one_of(shared, "84_table_list_code.md")
    assert "| privacy | 12:34 |" in [s.text for s in table.segments]
    assert not table.timed


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("13_invalid_utf8.md", "replaced"),
        ("12_nul_bytes.md", "NUL"),
        ("62_vtt_malformed_times.vtt", "4 bad cues skipped"),
        ("64_vtt_negative_and_reverse.vtt", "2 impossible"),
        ("74_whisper.json", "silence"),
        ("78_yaml_bomb.md", "front matter"),
    ],
)
def test_what_was_odd_is_reported(shared: Path, name: str, warning: str) -> None:
    assert any(warning in sentence for sentence in one_of(shared, name).warnings)


def test_odd_characters_stay_as_they_are(shared: Path) -> None:
    assert "Ge\u200bzichts" in one_of(shared, "36_zero_width.md").segments[0].text
    assert one_of(shared, "37_homoglyph_nfd.md").stated.title == "Cafe\u0301 en financie\u0308n in NFD"
