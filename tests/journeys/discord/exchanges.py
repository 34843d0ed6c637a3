"""One interaction from its dispatch to its last follow-up: what was asked, when acknowledged, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.journeys.discord.places import Channel, User
from tests.journeys.discord.posts import Message
from tests.journeys.discord.records import Json, Signal

if TYPE_CHECKING:
    from tests.journeys.discord.people import Person
    from tests.journeys.discord.server import LoopbackDiscord

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
TEXT_INPUT = 4
REPLY, DEFERRED_REPLY, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
PERMITTED = {
    COMMAND: {REPLY, DEFERRED_REPLY, MODAL},
    COMPONENT: {REPLY, DEFERRED_REPLY, DEFERRED_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {REPLY, DEFERRED_REPLY, DEFERRED_UPDATE, UPDATE},
}


@dataclass(slots=True, eq=False)
class Exchange:
    """An interaction. `acknowledged` is the delay in seconds, None as long as there is no first response."""

    discord: LoopbackDiscord
    id: int
    token: str
    kind: int
    person: Person
    channel: Channel
    data: Json
    sent: float
    name: str
    source: Message | None = None
    acknowledged: float | None = None
    response: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    shown_modal: Json | None = None
    choices: list[Json] | None = None
    answer_lost: bool = False
    changed: Signal = field(default_factory=Signal)

    @property
    def application(self) -> User:
        """Return the bot, whose id is also the application's."""
        return self.discord.bot

    @property
    def user(self) -> User:
        """Return who began it."""
        return self.person.user

    @property
    def overdue(self) -> bool:
        """Return whether the time for the first response has passed without one."""
        waited = self.discord.clock.now() - self.sent
        return self.acknowledged is None and waited > self.discord.first_response_seconds

    @property
    def expired(self) -> bool:
        """Return whether the token no longer holds."""
        return self.discord.clock.now() - self.sent > self.discord.token_seconds

    def metadata(self) -> Json:
        """Return what messages say about the interaction that they answer."""
        owners = {"0": str(self.channel.guild.id)} if self.channel.guild else {"0": "0"}
        return {
            "id": str(self.id),
            "type": self.kind,
            "user": self.user.json(),
            "name": self.name,
            "authorizing_integration_owners": owners,
        }

    @property
    def replies(self) -> list[Message]:
        """Return the messages that this interaction made, deleted ones apart."""
        own = self.original if self.original is not self.source else None
        return [reply for reply in (own, *self.followups) if reply is not None and not reply.deleted]

    async def acknowledgement(self, timeout: float = 5.0) -> float:
        """Return the delay of the first response; fail when the member saw "did not respond"."""
        await self.changed.until(lambda: self.acknowledged is not None, timeout, self._no_response)
        assert self.acknowledged is not None
        return self.acknowledged

    async def message(self, timeout: float = 10.0, quiet: float = 0.15) -> Message:
        """Return the reply (or the updated message) in its final state: nothing changed for `quiet` seconds."""
        await self.acknowledgement(min(timeout, self.discord.first_response_seconds + 1))
        found = await self.changed.until(self._settled, timeout, lambda: self._told("has no final reply"))
        await self.changed.quiet(quiet)
        return found

    async def messages(self, timeout: float = 10.0, quiet: float = 0.3) -> list[Message]:
        """Return the reply and all follow-ups once nothing has changed for `quiet` seconds."""
        await self.message(timeout, quiet)
        return self.replies

    async def modal(self, timeout: float = 5.0) -> Modal:
        """Return the modal that was opened."""
        await self.changed.until(lambda: self.shown_modal, timeout, lambda: self._told("opened no modal"))
        assert self.shown_modal is not None
        return Modal(self, self.shown_modal)

    def _settled(self) -> Message | None:
        message = self.original
        if message is not None and not message.loading and not message.deleted:
            unchanged = self.response == DEFERRED_UPDATE and (message.edited or 0) < self.sent
            if not unchanged:
                return message
        return next((reply for reply in self.replies if not reply.loading), None)

    def _no_response(self) -> str:
        return self._told("was not acknowledged: the member saw 'The application did not respond'")

    def _told(self, what: str) -> str:
        content = self.original.content if self.original else None
        return (
            f"{self.name} of {self.user.name} {what} (response type {self.response}, shown {content!r})\n"
            + self.discord.tell()
        )


@dataclass(frozen=True, slots=True)
class Modal:
    """A form on a member's screen; submit it with `member.submit(modal, ...)`."""

    exchange: Exchange
    json: Json

    @property
    def title(self) -> str:
        """Return its title."""
        return str(self.json["title"])

    def fields(self) -> list[Json]:
        """Return its inputs, with the label of the surrounding label component where there is one."""
        found = []
        for row in self.json["components"]:
            nested = row.get("components") or ([row["component"]] if "component" in row else [])
            found += [part | {"label": row.get("label") or part.get("label") or ""} for part in nested]
        return [part for part in found if "custom_id" in part]

    def answered(self, values: dict[str, Any]) -> list[Json]:
        """Return the components of a submission; `values` are by custom_id or by label."""
        left = dict(values)
        rows = [self._row(row, left) for row in self.json["components"]]
        assert not left, f"the modal {self.title!r} has no inputs {sorted(left)}: {self.fields()}"
        return rows

    def _row(self, row: Json, left: dict[str, Any]) -> Json:
        if "component" in row:
            value = self._value(row["component"], str(row.get("label") or ""), left)
            return {"type": row["type"], "id": row.get("id", 0), "component": value}
        parts = [self._value(part, str(part.get("label") or ""), left) for part in row.get("components", [])]
        return {"type": row["type"], "id": row.get("id", 0), "components": parts}

    def _value(self, part: Json, label: str, left: dict[str, Any]) -> Json:
        known = [key for key in (part["custom_id"], label) if key in left]
        shown = {"type": part["type"], "custom_id": part["custom_id"], "id": part.get("id", 0)}
        if part["type"] == TEXT_INPUT:
            typed = str(left.pop(known[0]) if known else part.get("value") or "")
            assert typed or not part.get("required", True), f"{label or part['custom_id']} must be filled in"
            least, most = part.get("min_length") or 0, part.get("max_length") or 4000
            assert not typed or least <= len(typed) <= most, f"length of {typed!r}: from {least} to {most}"
            return shown | {"value": typed}
        preset = [option["value"] for option in part.get("options", []) if option.get("default")]
        chosen = left.pop(known[0]) if known else preset
        return shown | {"values": _chosen(part, chosen if isinstance(chosen, list) else [chosen])}


def _chosen(menu: Json, wanted: list[str]) -> list[str]:
    """Return the values of what was chosen in a select of a form, by label or value, as far as the client allows it."""
    options = menu.get("options", [])
    known = {name: option["value"] for option in options for name in (option["value"], option["label"])}
    assert all(value in known for value in wanted), f"{wanted} are not among {sorted(known)}"
    least = menu.get("min_values", 1) if menu.get("required", True) else 0
    assert least <= len(wanted) <= menu.get("max_values", 1), f"too few or many: {wanted}"
    return [known[value] for value in wanted]
