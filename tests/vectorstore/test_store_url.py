"""STORE_URL: which addresses are taken, and that a token is shown nowhere."""

from pathlib import Path

import pytest

from vectorstore.errors import BadSetting
from vectorstore.layout import Layout, Server
from vectorstore.settings import StoreSettings, layout_of, plain_url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://localhost", "http://localhost:8000"),
        (" http://chroma.lan:9000/ ", "http://chroma.lan:9000"),
        ("https://api.example.org", "https://api.example.org:443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_scheme_host_and_port(text: str, url: str) -> None:
    assert plain_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "localhost:8000",
        "ftp://a:1",
        "http://",
        "http://a:many",
        "http://a:8000/path",
        "http://a?b",
        "http://[::1",
        "8000",
    ],
)
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadSetting, match="STORE_URL"):
        plain_url(text)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadSetting, match="STORE_TOKEN") as refused:
        plain_url("http://me:hunter2@chroma.lan:8000")
    assert "hunter2" not in str(refused.value)


def test_the_layout_has_the_server_and_hides_its_token() -> None:
    kept = {"_env_file": None, "data_dir": Path("var")}
    alone = StoreSettings(store_url=None, **kept)  # type: ignore[arg-type]
    assert layout_of(alone) == Layout(Path("var"))
    shared = StoreSettings(store_url="http://a", store_tenant="t", store_database="d", store_token="hush", **kept)  # type: ignore[arg-type]
    layout = layout_of(shared)
    assert layout.server == Server("http://a:8000", "t", "d", "hush")
    assert "hush" not in f"{layout!r} {shared!r}"
