"""Sidecars: which file describes which, and what they state."""

from pathlib import Path

import pytest

from ingest.sidecars import assign, is_sidecar, read_show, read_sidecar
from ingest.transcript import Metadata


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("sidecar", "described"),
    [
        ("a.meta.json", ["a.md", "a.vtt"]),
        ("a.toml", ["a.md", "a.vtt"]),
        ("a.md.meta.json", ["a.md"]),
        ("a.md.toml", ["a.md"]),
        ("A.META.JSON", []),  # names are exact, endings are not
        ("a.META.JSON", ["a.md", "a.vtt"]),
        ("a_meta.json", ["a.md", "a.vtt", "a_b.txt"]),
        ("a_b_meta.json", ["a_b.txt"]),
        ("x.youtube.toml", ["x.youtube.vtt"]),
        ("show.toml", []),
        ("b.toml", []),
    ],
)
def test_a_sidecar_describes_its_neighbours(sidecar: str, described: list[str]) -> None:
    found = assign(["a.md", "a.vtt", "a_b.txt", "ab.txt", "x.youtube.vtt", "show.vtt", sidecar])
    assert sorted(found.of) == described


def test_the_most_specific_sidecar_comes_first() -> None:
    names = ["a_b.md", "a_b.md.toml", "a_b.meta.json", "a_b_meta.json", "a_meta.json"]
    assert assign(names).of["a_b.md"] == ("a_b.md.toml", "a_b.meta.json", "a_b_meta.json", "a_meta.json")


def test_sidecars_do_not_describe_each_other() -> None:
    found = assign(["a.md", "a.meta.json", "a.toml", "a_meta.json"])
    assert sorted(found.of) == list(found.documents) == ["a.md"]


def test_a_json_transcript_has_a_sidecar_of_its_own() -> None:
    assert assign(["a.json", "a.meta.json"]).of == {"a.json": ("a.meta.json",)}


def test_a_sidecar_is_told_from_a_document_by_its_neighbours(tmp_path: Path) -> None:
    paths = {name: write(tmp_path / name, "") for name in ("a.md", "a.toml", "a_meta.json", "b_meta.json", "show.toml")}
    assert {name for name, path in paths.items() if is_sidecar(path)} == {
        "a.toml",
        "a_meta.json",
        "show.toml",
    }


def test_everything_that_a_sidecar_may_state_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.meta.json",
        '{"episode": "12", "title": " Een\\ntitel ", "date": "2024-11-04", "views": 31, "language": "nl-NL",'
        ' "link": "https://youtu.be/T60khfcwdk4?t=95", "show": "S", "licence": "CC0", "attribution": "Wij",'
        ' "speakers": ["A"], "stats": {"number": 3}}',
    )
    stated = read_sidecar(path)
    assert stated.metadata == Metadata(
        number=12,
        title="Een titel",
        date="2024-11-04",
        views=31,
        link="https://www.youtube.com/watch?v=T60khfcwdk4",
        show="S",
        language="nl",
        license="CC0",
        attribution="Wij",
    )
    assert stated.warnings == ()


def test_toml_states_the_same_with_dates_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path / "a.toml", 'number = 12\ntitle = "T"\ndate = 2024-11-04\nurl = "https://show.example/12"')
    metadata = read_sidecar(path).metadata
    assert metadata == Metadata(number=12, title="T", date="2024-11-04", link="https://show.example/12")


@pytest.mark.parametrize(
    ("values", "link"),
    [
        (
            '{"id": "0bhPTk9hdGI", "media": {"youtube": "https://youtube.com/watch?v=SsyvyH1PJJs"}}',
            "SsyvyH1PJJs",
        ),
        ('{"id": "0bhPTk9hdGI"}', "0bhPTk9hdGI"),
        ('{"id": "interview-1"}', None),
        ('{"link": "javascript:alert(1)"}', None),
        ('{"link": "https://youtube.com/playlist?list=PL1"}', None),
    ],
)
def test_a_link_is_a_video_or_a_page_and_nothing_else(tmp_path: Path, values: str, link: str | None) -> None:
    found = read_sidecar(write(tmp_path / "a.meta.json", values)).metadata.link
    assert found == (f"https://www.youtube.com/watch?v={link}" if link else None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.meta.json", b"{"),
        ("a.meta.json", b"[1, 2]"),
        ("a.meta.json", b"\xff\xfe"),
        ("a.meta.json", b"[" * 200_000),
        ("a.meta.json", b'{"number": ' + b"9" * 5000 + b"}"),
        ("a.meta.json", b" " * 1_000_001),
        ("a.meta.json", b""),
        ("a.toml", b"title = "),
        ("a.toml", b"\xff"),
        ("a.toml", b"a = " + b"[" * 100_000),
    ],
)
def test_a_malformed_sidecar_is_a_warning_and_states_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    stated = read_sidecar(write(tmp_path / name, content))
    assert stated.metadata == Metadata()
    assert len(stated.warnings) == 1


def test_a_sidecar_that_is_a_folder_or_gone_is_a_warning(tmp_path: Path) -> None:
    assert "cannot be read" in read_sidecar(tmp_path).warnings[0]
    assert "cannot be read" in read_sidecar(tmp_path / "gone.toml").warnings[0]


def test_a_date_that_does_not_exist_is_left_out_with_a_warning(tmp_path: Path) -> None:
    stated = read_sidecar(write(tmp_path / "a.meta.json", '{"date": "2024-02-31", "title": "T"}'))
    assert stated.metadata == Metadata(title="T")
    assert "2024-02-31" in stated.warnings[0]


def test_values_of_the_wrong_kind_state_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.meta.json", '{"number": true, "views": -3, "title": ["x"], "link": 7, "language": 1}')
    assert read_sidecar(path).metadata == Metadata()


def test_a_mark_at_the_start_of_the_file_does_no_harm(tmp_path: Path) -> None:
    assert read_sidecar(write(tmp_path / "a.meta.json", b'\xef\xbb\xbf{"title": "T"}')).metadata.title == "T"


def test_a_moment_belongs_to_the_day_it_was_where_the_show_is_made(tmp_path: Path) -> None:
    show = read_show(write(tmp_path / "show.toml", 'timezone = "Europe/Amsterdam"'))
    sidecar = write(tmp_path / "a.toml", "date = 2024-11-04T23:30:00Z")
    assert read_sidecar(sidecar, show.zone).metadata.date == "2024-11-05"
    assert read_sidecar(sidecar).metadata.date == "2024-11-04"


def test_a_show_states_name_language_link_and_time_zone(tmp_path: Path) -> None:
    text = 'name = "S"\ntitle = "De show"\nlanguage = "nl"\nlink = "https://show.example"\ntimezone = "UTC"'
    show = read_show(write(tmp_path / "show.toml", text))
    assert show.metadata == Metadata(show="S", language="nl", link="https://show.example")
    assert show.zone is not None
    assert read_show(write(tmp_path / "show.toml", 'title = "De show"')).metadata.show == "De show"


@pytest.mark.parametrize("line", ['link = "javascript:x"', 'timezone = "Mars/Base"', "timezone = 3", "link = 1"])
def test_what_a_show_states_wrongly_is_a_warning(tmp_path: Path, line: str) -> None:
    show = read_show(write(tmp_path / "show.toml", f'name = "S"\n{line}'))
    assert show.metadata == Metadata(show="S")
    assert len(show.warnings) == 1


def test_a_real_sidecar_states_title_date_and_video(shared: Path) -> None:
    stated = read_sidecar(shared / "episodes/ergo/20241104_0bhPTk9hdGI_meta.json")
    assert stated.metadata == Metadata(
        title="P2Podcast | Episode 2", date="2024-11-04", link="https://www.youtube.com/watch?v=0bhPTk9hdGI"
    )
