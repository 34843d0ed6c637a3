"""What Chroma's HTTP client raises, in the project's words; knows its errors by name and so imports none of it.

nobody answers, or not in time          Unreachable
what answers is no Chroma server        Unreachable
no such tenant or database              BadSetting
the token is refused                    NoPermission
a collection that is gone               DamagedIndex
the server's disk is full               DiskFull
a vector of another length              IndexMismatch
any other error of the server           StoreError, with what it said
DuplicateIDError, and all that is not Chroma's or the network's   passed on: a caller's mistake
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vectorstore.errors import (
    BadSetting,
    DamagedIndex,
    DiskFull,
    IndexMismatch,
    NoPermission,
    StoreError,
    Unreachable,
)
from vectorstore.layout import Server

_FULL = ("disk is full", "no space left")
_SHOWN = 200
"""Characters of what a server said that a person is shown."""


@contextmanager
def server_said_plainly(server: Server) -> Iterator[None]:
    """Turn what Chroma's client raises about a server into the project's errors."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        plain = _plain(error, server)
        if plain is None:
            raise
        raise plain from error


def no_chroma(server: Server) -> Unreachable:
    """Return the error for an address at which somebody answers, but no Chroma server."""
    return Unreachable(f"What answers at {server.url} is no Chroma server. Correct STORE_URL, or try again later.")


def no_permission(server: Server) -> NoPermission:
    """Return the error for a server that does not take the token, or wants one."""
    return NoPermission(f"{_named(server)} refuses this machine. Set STORE_TOKEN to a token that it accepts.")


def no_database(server: Server) -> BadSetting:
    """Return the error for a server that does not know the database."""
    return BadSetting(
        f"{_named(server)} has no database {server.database!r} of a tenant {server.tenant!r}. Correct STORE_TENANT and "
        "STORE_DATABASE, or make them there."
    )


def _named(server: Server) -> str:
    """Return the server as a sentence begins with it."""
    return f"The Chroma server at {server.url} (STORE_URL)"


def _plain(error: Exception, server: Server) -> StoreError | None:
    """Return the project's error for what the client raised, None for what is to be passed on."""
    names = {kind.__name__ for kind in type(error).__mro__}
    text = " ".join(str(error).split())[:_SHOWN]
    if names & {"ConnectError", "ConnectTimeout"}:
        return Unreachable(f"No Chroma server answers at {server.url} (STORE_URL). Start it, or correct STORE_URL.")
    if "TimeoutException" in names:
        return Unreachable(f"{_named(server)} does not answer in time. Try again later, or see what keeps it busy.")
    if "TransportError" in names:
        return Unreachable(f"{_named(server)} broke off the connection. Try again, or see whether it still runs.")
    if names & {"ChromaAuthError", "AuthorizationError"}:
        return no_permission(server)
    if "ChromaError" in names:
        return None if "DuplicateIDError" in names else _of_chroma(names, text, _named(server))
    if type(error) is Exception or "JSONDecodeError" in names:  # so the client passes on what is no answer of Chroma's
        return Unreachable(
            f"{_named(server)} gave no answer of Chroma's ({text}). Correct STORE_URL, or try again later."
        )
    return None


def _of_chroma(names: set[str], text: str, the_server: str) -> StoreError:
    """Return the error for what Chroma itself refused."""
    if "NotFoundError" in names or "does not exist" in text:
        return DamagedIndex(f"{the_server} has lost a part of the index ({text}). Run python -m ingest.")
    if any(mark in text.casefold() for mark in _FULL):
        return DiskFull(f"The disk of the Chroma server at the STORE_URL is full ({text}). Free space, then run again.")
    if names & {"InvalidArgumentError", "InvalidDimensionException"} and "dimension" in text:
        return IndexMismatch(f"{the_server} holds other vectors ({text}). Run python -m ingest.")
    return StoreError(f"{the_server} failed: {text}. Try again later, or look into its log.")
