"""Discord's rate limits as far as a bot of this size meets them. Standard library only.

Sources: ../shared/facts/discord.md (50 requests a second in all, about 5 in 2 s for edits and follow-ups of one
interaction); 5 messages in 5 s a channel are Discord's well-known figure. Callbacks and webhooks are outside the global
limit. Real time counts, not the loopback's clock: the client sleeps in real time.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from tests.journeys.discord.records import Request
from tests.journeys.discord.refusals import Refusal

BUCKETS = {
    ("POST", "/channels/{channel_id}/messages"): (5, 5.0),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5.0),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"): (5, 2.0),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"): (5, 2.0),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"): (5, 2.0),
}
MAJOR = re.compile(r"^/(?:channels|guilds)/\d+|^/webhooks/\d+/[^/]+")
EVERYWHERE, SECOND = 50, 1.0


@dataclass(slots=True)
class Bucket:
    """Requests of a window that begins with its first request."""

    limit: int
    window: float
    ends: float = 0.0
    used: int = 0

    def spend(self) -> bool:
        """Count a request; False when there were too many."""
        now = time.monotonic()
        if now >= self.ends:
            self.ends, self.used = now + self.window, 0
        self.used += 1
        return self.used <= self.limit

    @property
    def left(self) -> float:
        """Return the seconds until the window ends."""
        return max(0.0, self.ends - time.monotonic())


@dataclass(slots=True)
class RateLimits:
    """All buckets; `exceeded` are the requests that met a 429."""

    enforced: bool = True
    buckets: dict[str, Bucket] = field(default_factory=dict)
    all: Bucket = field(default_factory=lambda: Bucket(EVERYWHERE, SECOND))
    exceeded: list[Request] = field(default_factory=list)

    def spend(self, request: Request) -> dict[str, str]:
        """Count a request and return its rate-limit headers; Refusal 429 when it is one too many."""
        outside = request.route.startswith(("/interactions/", "/webhooks/"))
        if self.enforced and not outside and not self.all.spend():
            raise self._exceeded(request, self.all, everywhere=True)
        rule = BUCKETS.get((request.method, request.route))
        if rule is None:
            return {}
        major = MAJOR.match(request.path)
        key = f"{request.method} {request.route} {major.group() if major else ''}"
        bucket = self.buckets.setdefault(key, Bucket(*rule))
        if not bucket.spend() and self.enforced:
            raise self._exceeded(request, bucket)
        return self._headers(request, bucket) if self.enforced else {}

    def _headers(self, request: Request, bucket: Bucket) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(max(0, bucket.limit - bucket.used)),
            "X-RateLimit-Reset": f"{time.time() + bucket.left:.3f}",
            "X-RateLimit-Reset-After": f"{bucket.left:.3f}",
            "X-RateLimit-Bucket": f"{abs(hash((request.method, request.route))):x}",
        }

    def _exceeded(self, request: Request, bucket: Bucket, everywhere: bool = False) -> Refusal:
        self.exceeded.append(request)
        refusal = Refusal(429, 0, "You are being rate limited.")
        refusal.extra = {"retry_after": round(bucket.left, 3), "global": everywhere}
        refusal.headers = {
            "Retry-After": f"{bucket.left:.3f}",
            "X-RateLimit-Scope": "global" if everywhere else "user",
        } | ({} if everywhere else self._headers(request, bucket))
        return refusal
