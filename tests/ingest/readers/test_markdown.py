"""Summaries, show notes, articles and transcripts in Markdown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers.markdown import read as read_markdown
from ingest.readers.registry import read_document
from ingest.transcript import Transcript

Read = Callable[[str], Transcript]
DATA = Path(__file__).resolve().parents[2] / "data" / "readers"


def only(text: str) -> Transcript:
    (transcript,) = read_markdown("x.md", text)
    return transcript


def test_a_summary_gives_its_heading_lines_sections_and_paragraphs(read: Read) -> None:
    summary = read("summary.md")
    assert summary.kind == "summary"
    assert summary.heading == (
        "12. Bijen in de stad",
        "Views: 1.204 (2024-05-14) [link](https://youtu.be/bijenstad12?t=95)",
    )
    assert (summary.stated.number, summary.stated.title, summary.stated.views) == (12, "Bijen in de stad", 1204)
    assert summary.stated.link == "https://www.youtube.com/watch?v=bijenstad12"
    assert [s.section for s in summary.segments] == ["Thema's en onderwerpen", *["Honing & was"] * 3, "Conclusie"]
    assert summary.segments[0].text == "Deze aflevering gaat over stadsbijen en de daktuin van het museum."
    assert len({s.turn for s in summary.segments}) == 5
    assert not summary.timed


def test_a_heading_in_a_code_fence_is_neither_section_nor_episode(read: Read) -> None:
    assert "# 13. Dit is code" in [s.text for s in read("summary.md").segments]


def test_several_numbered_titles_with_metadata_are_several_episodes() -> None:
    first, second = read_document("two.md", (DATA / "two_episodes.md").read_bytes())
    assert (first.stated.number, first.segments[0].text) == (1, "Over dijken.")
    assert (second.stated.number, second.segments[0].text) == (2, "Over molens.")
    assert second.heading[0] == "2. Wind"


def test_several_titles_without_metadata_are_sections_of_one_episode() -> None:
    article = only("# Handleiding\n\nEen.\n\n# Hoofdstuk\n\nTwee.\n")
    assert article.stated.title == "Handleiding"
    assert [s.section for s in article.segments] == [None, "Hoofdstuk"]


def test_headings_after_stray_blanks_are_headings_and_glued_hashes_are_not() -> None:
    found = only(
        "  # 20. Titel\n  Views: 3 (2024-01-01) [link](https://youtu.be/AAAAAAAAA20)\n\n   ## Kop\n#Geen kop\n"
    )
    assert found.stated.number == 20
    assert [(s.section, s.text) for s in found.segments] == [("Kop", "#Geen kop")]


def test_a_document_of_headings_alone_has_a_heading_and_no_segment() -> None:
    found = only("# 31. Alleen koppen\nViews: 1 (2024-01-01) [link](https://youtu.be/AAAAAAAAA31)\n\n## A\n\n## B\n")
    assert found.segments == ()
    assert len(found.heading) == 2


def test_a_metadata_line_without_a_title_states_what_it_holds() -> None:
    found = only("Views: 7 (2024-04-01) [link](https://youtu.be/AAAAAAAAA24)\n\n## Kop\nTekst.\n")
    assert (found.stated.title, found.stated.views) == (None, 7)
    assert found.heading[0].startswith("Views: 7")


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    found = only("# 51. X\n\n## Een\n``` open\ntekst\n\n## Twee\nSlot.\n")
    assert [s.section for s in found.segments] == ["Een", "Twee"]


def test_a_comment_over_several_lines_is_no_text() -> None:
    assert [s.text for s in only("# X\n\nvoor\n<!-- negeer\n\nalles -->na\n").segments] == ["voor", "na"]


def test_links_by_reference_are_their_labels() -> None:
    found = only("# X\n\nZie [het plan][1].\n\n[1]: https://plan.example\n")
    assert [s.text for s in found.segments] == ["Zie het plan."]


def test_bold_speakers_keep_their_turn_over_paragraphs_and_times_hold_until_the_next_mark(read: Read) -> None:
    talk = read("bold_speakers.md")
    assert talk.kind == "transcript"
    assert talk.speakers == ("Noor Visser", "Tom")
    assert talk.segments[0].text == "Welcome back to the show. [laughter]"
    assert talk.segments[1].turn == talk.segments[2].turn
    assert [(s.start, s.end) for s in talk.segments] == [
        (None, None),
        (None, None),
        (None, None),
        (370.0, 750.0),
        (370.0, 750.0),
        (750.0, None),
    ]


def test_a_break_with_nothing_but_a_time_is_no_text_and_no_speaker(read: Read) -> None:
    assert not any("Break" in s.text for s in read("bold_speakers.md").segments)


def test_name_and_time_on_a_line_of_their_own_give_speaker_and_time(read: Read) -> None:
    talk = read("name_and_time.md")
    assert [(s.speaker, s.start, s.end) for s in talk.segments] == [
        ("Noor Visser", 10.0, 21.0),
        ("Tom Bos", 21.0, 65.0),
        (None, 21.0, 65.0),
        ("Noor Visser", 65.0, None),
    ]
    assert talk.segments[0].text == "Live from the roof, this is Roof Radio. Hello Tom."
    assert talk.segments[3].section == "The queen"
    assert talk.heading == ()
    assert (talk.stated.number, talk.stated.show, talk.stated.language) == (7, "Roof Radio", "en")
    assert talk.stated.link == "https://www.youtube.com/watch?v=beesbeesbe7"


def test_an_editors_remark_in_brackets_is_said_by_nobody(read: Read) -> None:
    remark = read("name_and_time.md").segments[2]
    assert (remark.text, remark.speaker) == ("[removed sponsor segment]", None)


def test_times_of_show_notes_hold_until_the_next_and_those_of_another_video_are_text(read: Read) -> None:
    notes = read("show_notes.md")
    assert notes.kind == "summary"
    assert [(s.text, s.start, s.end) for s in notes.segments] == [
        ("Noor and Tom talk bees.", None, None),
        ("Welcome!", 0.0, 236.0),
        ("The roof.", 236.0, None),
        ("A plan.", 236.0, None),
        ("10:00 Another video.", 236.0, None),
        ("Noor: clay pots", 236.0, None),
    ]
    assert notes.speakers == ()
    assert (notes.stated.date, notes.stated.link) == ("2025-07-21", "https://www.youtube.com/watch?v=notesnotes9")


def test_times_that_link_into_the_episodes_own_video_are_its_times() -> None:
    link = "https://www.youtube.com/watch?v=T60khfcwdk4"
    found = only(f"# 5. X\nViews: 1 (2024-01-01) [link]({link})\n\n- [01:10]({link}&t=70) Bijen\n")
    assert [(s.start, s.text) for s in found.segments] == [(70.0, "Bijen")]


def test_a_transcript_in_front_matter_is_read_with_its_body(read: Read) -> None:
    talk = read("listed.md")
    assert [(s.speaker, s.start, s.end, s.section) for s in talk.segments[:2]] == [
        ("Noor", 0.0, 12.0, "Opening"),
        ("Tom", 12.0, None, "Opening"),
    ]
    assert talk.segments[0].text == "Welcome, this is about 'wax'."
    assert talk.segments[-1].text == "the film"
    assert talk.stated.title == "Wax: the film"


def test_short_names_are_the_full_names_that_introduce_them(read: Read) -> None:
    talk = read("short_names.md")
    assert talk.speakers == ("Ana Ruiz", "Luis Mora")
    assert talk.segments[4].speaker is None
    assert talk.segments[4].text == "Propuesta: https://panal.example/plan"


def test_bold_labels_of_an_article_are_no_speakers_and_its_table_is_text(read: Read) -> None:
    article = read("article.md")
    assert article.kind == "summary"
    assert article.speakers == ()
    assert article.segments[1].text == "Honing: elke zomer."
    assert article.segments[-1].text == "| maandag | 12:34 |"
    assert not article.timed


def test_long_running_text_without_headings_is_a_transcript() -> None:
    spoken = "---\ntitle: '100: It is 100'\n---\n" + "We talk about bees and about the roof. \n" * 200
    assert only(spoken).kind == "transcript"
    assert only(spoken).stated.number == 100


@pytest.mark.parametrize("mark", ["[12:30]", "\\[12:30\\]", "**[12:30](#t=12:30)**", "(12:30)", "[00:12:30]"])
def test_a_time_before_a_paragraph_is_its_start(mark: str) -> None:
    found = only(f"**Noor:** Hoi.\n\n{mark} Daar zijn we.\n")
    assert (found.segments[1].start, found.segments[1].text) == (750.0, "Daar zijn we.")


def test_a_time_in_a_sentence_is_no_mark() -> None:
    found = only("# X\n\n12:30 was het toen we gingen.\n\n[Aflevering 9, 00:00] zegt (bron: 12:34) niets.\n")
    assert not found.timed
    assert found.segments[0].text == "12:30 was het toen we gingen."


def test_a_line_of_many_megabytes_is_read_in_seconds() -> None:
    text = (
        "# 99. Lang\nViews: 1 (2024-03-01) [link](https://youtu.be/AAAAAAAAAA1)\n\n## Alles\n"
        + "Over bijen. " * 800_000
    )
    (found,) = read_document("lang.md", text.encode())
    assert len(found.segments) == 1
