"""Chat models of LangChain, made as an answer needs them; imports pricing, writing, and a provider when first used.

OpenAI's own server, every compatible one (both with ChatOpenAI), and LangChain's other providers. The library's own
retries are off: it would wait as long as the server likes (30 s for "Retry-After: 30"), and spend requests that nobody
counted.
"""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.answering.writers.pricing import family, is_openai
from bot.answering.writing import WritingFailed

if TYPE_CHECKING:
    from pydantic import SecretStr

DEFAULT_MODEL = "gpt-6-luna"
"""OpenAI's small model of its newest generation."""
THINKING_TOKENS = 4_000
"""Room beside the reply for a model that cannot be told not to think first."""
ANSWER_BYTES = 16_000_000
"""Of an answer as it comes over the wire, where a token takes some 200."""
# Providers whose package is not langchain-NAME.
_PACKAGES = {
    "azure_ai": "langchain-azure-ai",
    "azure_openai": "langchain-openai",
    "bedrock": "langchain-aws",
    "bedrock_converse": "langchain-aws",
    "anthropic_bedrock": "langchain-aws",
    "google_anthropic_vertex": "langchain-google-vertexai",
    "nvidia": "langchain-nvidia-ai-endpoints",
}


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which model writes, and how it is asked; seconds are of one connection, the deadline is the allowance's.

    `model` is OpenAI's name, the name on the server of `base_url`, or another provider's as "provider:model", whose
    key the provider's package finds by itself. `temperature` goes to models that take one.
    """

    model: str = DEFAULT_MODEL
    api_key: str | None = None
    base_url: str | None = None
    temperature: float = 0.0
    connect_seconds: float = 5.0
    seconds: float = 60.0
    backoff_seconds: float = 0.4


def provider_of(settings: ModelSettings) -> str:
    """Return who serves the model: "openai" for its own server and every compatible one, else LangChain's name."""
    name, colon, _ = settings.model.partition(":")
    # "ft:gpt-..." is OpenAI's name of a fine-tuned model; a compatible server may well have "llama3:8b".
    return "openai" if settings.base_url or not colon or name in ("openai", "ft") else name


def missing_package(settings: ModelSettings) -> str | None:
    """Return the sentence that names the package to install; None when it is there. Imports no provider."""
    provider = provider_of(settings)
    package = _PACKAGES.get(provider, f"langchain-{provider.replace('_', '-')}")
    try:
        if importlib.util.find_spec(package.replace("-", "_")):
            return None
    except (ImportError, ValueError):  # a name that no package can have
        pass
    return (
        f"ANSWER_MODEL={settings.model} needs the package {package}, which is not installed. Install it with "
        f"`.venv/bin/python -m pip install {package}`, or name a model of OpenAI."
    )


def chat_model(settings: ModelSettings, max_tokens: int, client: Any) -> Any:
    """Return a model for replies of so many tokens; WritingFailed, or what the provider's package raises.

    `client` carries the connections of OpenAI's models; other packages have their own.
    """
    if missing := missing_package(settings):
        raise WritingFailed("no package", missing)
    if provider_of(settings) == "openai":
        return openai_model(settings, max_tokens, client)
    from langchain.chat_models import init_chat_model

    model: Any = init_chat_model(settings.model, max_tokens=max_tokens, timeout=settings.seconds, max_retries=0)
    if (model.profile or {}).get("temperature"):
        model.temperature = settings.temperature
    return model


def openai_model(settings: ModelSettings, max_tokens: int, client: Any) -> Any:
    """Return a model of OpenAI or of a compatible server."""
    key = usable_key(settings)
    name = settings.model if settings.base_url else settings.model.removeprefix("openai:")
    made, plain = (
        listening_chat()(
            model=one,
            api_key=key,
            base_url=settings.base_url,
            max_retries=0,
            timeout=settings.seconds,
            stream_usage=True,
            # Its way of waiting loses a cancellation now and then (Python 3.11's wait_for does).
            stream_chunk_timeout=None,
            use_responses_api=False,
            http_async_client=client,
        )
        for one in (name, family(name))
    )
    return made.bind(**asked_of(settings, made.profile or plain.profile, max_tokens))


@cache
def listening_chat() -> type[Any]:
    """Return ChatOpenAI with an ear for refusals, of which it passes on nothing while it streams."""
    from langchain_openai import ChatOpenAI

    class ListeningChatOpenAI(ChatOpenAI):
        """Keeps the refusal of a piece of a stream with the piece."""

        def _convert_chunk_to_generation_chunk(self, chunk: dict[str, Any], *others: Any) -> Any:
            made = super()._convert_chunk_to_generation_chunk(chunk, *others)
            for choice in (chunk.get("choices") or [])[:1]:
                if made and (refusal := choice["delta"].get("refusal")):
                    made.message.additional_kwargs["refusal"] = refusal
            return made

    return ListeningChatOpenAI


def bounded_client(settings: ModelSettings) -> Any:
    """Return a client for a writer's connections to OpenAI, which stops reading an answer that is far too large."""
    import httpx2  # what openai speaks HTTP with
    import openai

    class Bounded(httpx2.AsyncByteStream):
        """A body that fails where it grows too large."""

        def __init__(self, inner: httpx2.AsyncByteStream) -> None:
            self._inner = inner

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = ANSWER_BYTES
            async for part in self._inner:
                left -= len(part)
                if left < 0:
                    raise WritingFailed("too long", "an answer without an end")
                yield part

        async def aclose(self) -> None:
            await self._inner.aclose()

    async def bound(response: Any) -> None:
        response.stream = Bounded(response.stream)

    timeout = openai.Timeout(settings.seconds, connect=settings.connect_seconds)
    # A redirection would be a request that nobody counted.
    return openai.DefaultAsyncHttpxClient(timeout=timeout, event_hooks={"response": [bound]}, follow_redirects=False)


def usable_key(settings: ModelSettings) -> SecretStr:
    """Return the key to send; WritingFailed when there is none, or one that no header can hold."""
    from pydantic import SecretStr

    key = (settings.api_key or "").strip()
    if not key and not is_openai(settings.base_url):
        key = "none"  # a server of one's own often wants no key, and the client insists on one
    if not key or not key.isascii() or not key.isprintable():
        raise WritingFailed("bad key", "OPENAI_API_KEY is not set, or holds what no key has")
    return SecretStr(key)


def asked_of(settings: ModelSettings, profile: Any, max_tokens: int) -> dict[str, Any]:
    """Return the parameters of a request, as this model takes them.

    `profile` is LangChain's knowledge of the model. OpenAI's newer models refuse a temperature, and think before they
    write unless told not to, which counts against the limit; other servers know the older name of the limit alone.
    """
    known = dict(profile or {})
    if not known and not is_openai(settings.base_url):
        return {"temperature": settings.temperature, "extra_body": {"max_tokens": max_tokens}}
    asked: dict[str, Any] = {"max_completion_tokens": max_tokens}
    efforts = known.get("reasoning_effort_levels") or []
    effort = next((one for one in ("none", "minimal", "low") if one in efforts), None)
    if effort:
        asked["reasoning_effort"] = effort
    if effort != "none" and (known.get("reasoning_output") or not known):
        asked["max_completion_tokens"] += THINKING_TOKENS
    if known.get("temperature"):
        asked["temperature"] = settings.temperature
    return asked
