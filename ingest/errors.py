"""What can go wrong at the loading dock, as a tree; imports only the ground floor's tree.

StoreError
└── IngestError            the run cannot go on; its text is fit for a person
├── NothingReadable    no document could be read
└── RootProblem        a root is missing, empty, or clashes with another
Unreadable                 one file cannot be read: it is skipped with this reason, the run goes on
"""

from __future__ import annotations

from vectorstore.errors import StoreError


class IngestError(StoreError):
    """The run cannot go on."""


class NothingReadable(IngestError):
    """No document of the library could be read."""


class RootProblem(IngestError):
    """A root is missing or empty, or two roots have one name."""


class Unreadable(Exception):
    """One file cannot be read; the text is the reason shown in "skipped"."""
