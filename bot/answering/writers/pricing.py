"""What OpenAI's models cost; pure, imports nothing.

USD for a million tokens, of the prompt and of the reply, at the standard tier, without the discount for a cached
prompt. As of 2026-11-25, from public reports of OpenAI's list (developers.openai.com/api/docs/pricing), which is the
authority: what a month costs stands on the invoice. Above 272,000 tokens a prompt costs twice as much, which no prompt
of ours reaches.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

PER_MILLION: dict[str, tuple[float, float]] = {
    "gpt-6-luna": (0.10, 0.50),
    "gpt-6-sol": (2.00, 10.00),
    "gpt-6.1-terra": (1.00, 5.00),
    "gpt-6.1-sol": (2.00, 10.00),
    "gpt-6-astra": (10.00, 50.00),
    "gpt-5.6-luna": (0.20, 1.20),
    "gpt-5.6-terra": (2.00, 12.00),
    "gpt-5.6-sol": (4.00, 20.00),
    "gpt-5.5": (5.00, 30.00),
    "gpt-5.4": (2.50, 15.00),
    "gpt-5.4-mini": (0.75, 4.50),
    "gpt-4.1": (2.00, 8.00),
    "gpt-4.1-mini": (0.40, 1.60),
    "gpt-4.1-nano": (0.10, 0.40),
    "gpt-4o": (2.50, 10.00),
    "gpt-4o-mini": (0.15, 0.60),
}
OPENAI_HOST = "api.openai.com"
_DATE = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def family(model: str) -> str:
    """Return a model's name without the date of its version, and without the prefix `openai:`."""
    return _DATE.sub("", model.removeprefix("openai:"))


def is_openai(base_url: str | None) -> bool:
    """Return whether requests go to OpenAI itself (None), whose prices and rules are known."""
    return base_url is None or (urlsplit(base_url).hostname or "").endswith(OPENAI_HOST)


def cost_usd(model: str, tokens_in: int, tokens_out: int, base_url: str | None = None) -> float | None:
    """Return what so many tokens cost; None for a model without a known price, and for every other server."""
    price = PER_MILLION.get(family(model)) if is_openai(base_url) else None
    return None if price is None else (tokens_in * price[0] + tokens_out * price[1]) / 1e6
