"""A writer over OpenAI's chat models, compatible servers and LangChain's other providers; imports the writers' parts.

    messages -> model of LangChain -> stream -> whole text, or WritingFailed with its reason

openai, langchain_openai and langchain are imported at the first request.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from bot.answering.writers.failures import failure_of, pause_before
from bot.answering.writers.openai_models import ModelSettings as ModelSettings
from bot.answering.writers.openai_models import bounded_client, chat_model, provider_of
from bot.answering.writers.openai_models import missing_package as missing_package
from bot.answering.writers.pricing import cost_usd
from bot.answering.writers.streaming import GRACE, LoopThread, Relay, Reply, receive
from bot.answering.writing import Allowance, Prompt, WritingFailed, Written
from vectorstore.text.tokens import count_tokens

log = logging.getLogger(__name__)

CHARACTERS_A_TOKEN = 12
"""A reply is read up to so many characters for each token asked for; real text has about four."""
MESSAGE_TOKENS = 4
"""What OpenAI adds to the tokens of every message."""


class ChatWriter:
    """Writes with a chat model; safe for many threads. Close it to let its connections and its thread go."""

    def __init__(self, settings: ModelSettings) -> None:
        """Nothing is imported or opened before the first request."""
        self.settings = settings
        self._loop = LoopThread()
        self._making = threading.Lock()
        self._models: dict[int, Any] = {}
        self._client: Any = None

    @property
    def model(self) -> str:
        """The model's name as the settings have it."""
        return self.settings.model

    def write(self, prompt: Prompt, allowance: Allowance, on_text: Callable[[str], None] | None = None) -> Written:
        """Return what the model wrote; `on_text` is called in this thread with the text so far.

        Raises WritingFailed, at the latest half a second after the deadline of the allowance.
        """
        replies: list[Reply] = []
        failures: list[WritingFailed] = []
        while allowance.take():
            replies.append(Reply())
            try:
                self._stream(prompt, allowance.remaining, replies[-1], on_text)
                return self._written(prompt, replies)
            except WritingFailed as failed:
                log.debug("request %d failed: %s", allowance.used, failed)
                failures.append(failed)
            pause = pause_before(failures, allowance.remaining, self.settings.backoff_seconds)
            if pause is None:
                break
            time.sleep(pause)
        raise failures[-1] if failures else WritingFailed("timeout", "no request or no time was left")

    def prepare(self) -> None:
        """Import the provider's library (about a second) before somebody waits; raises WritingFailed."""
        self._model(1)

    def close(self) -> None:
        """Let the connections and the thread go; a request that runs ends as cancelled."""
        with self._making:
            client, self._client = self._client, None
            self._models.clear()
        self._loop.close(client.aclose if client is not None else None)

    def _stream(self, prompt: Prompt, seconds: float, reply: Reply, on_text: Callable[[str], None] | None) -> None:
        """Make one request; raises WritingFailed without the provider's words, which may hold the key."""
        began = time.monotonic()
        model = self._model(prompt.max_tokens)
        stream = model.astream([(one.role, one.content) for one in prompt.messages])
        left = seconds - (time.monotonic() - began)
        relay = Relay()
        work = self._loop.start(receive(stream, reply, relay, left, prompt.max_tokens * CHARACTERS_A_TOKEN + 1_000))
        try:
            relay.follow(left + GRACE, on_text)
        finally:
            relay.leave()
            work.cancel()  # closes the connection of whoever was not waited for

    def _written(self, prompt: Prompt, replies: list[Reply]) -> Written:
        """Return the text with what all requests took: a reply that broke off was paid for as well."""
        begun = [one for one in replies if one.choices]
        given = 0
        if any(one.tokens_in is None for one in begun):
            given = sum(count_tokens(one.content) + MESSAGE_TOKENS for one in prompt.messages)
        tokens_in = sum(given if one.tokens_in is None else one.tokens_in for one in begun)
        tokens_out = sum(count_tokens(one.text) if one.tokens_out is None else one.tokens_out for one in begun)
        cost = cost_usd(self.model, tokens_in, tokens_out, self.settings.base_url)
        return Written(replies[-1].text, self.model, tokens_in, tokens_out, cost, len(replies))

    def _model(self, max_tokens: int) -> Any:
        """Return LangChain's model for replies of this length; made once."""
        with self._making:
            if max_tokens not in self._models:
                try:
                    self._models[max_tokens] = self._made(max_tokens)
                except Exception as error:  # the edge to LangChain: a key or a package that is missing, an odd name
                    raise self._not_made(error) from None
            return self._models[max_tokens]

    def _made(self, max_tokens: int) -> Any:
        if self._client is None and provider_of(self.settings) == "openai":
            self._client = bounded_client(self.settings)
        return chat_model(self.settings, max_tokens, self._client)

    def _not_made(self, error: Exception) -> WritingFailed:
        failed = failure_of(error)
        # A package of another provider says in its own way that its key is not set.
        unset = failed.reason == "malformed" and "api_key" in str(error).lower()
        return WritingFailed("bad key", "the provider's key is not set") if unset else failed
