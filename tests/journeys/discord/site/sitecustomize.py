"""Points discord.py at a Discord on loopback when Python starts with this folder on its PYTHONPATH.

Imports only the standard library: the addresses are set when (and only if) the program itself imports discord.py, so
that a child that never talks to Discord pays nothing. The program has no test switch; this is done to it from outside.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

REST = os.environ.get("LOOPBACK_DISCORD_REST", "")
GATEWAY = os.environ.get("LOOPBACK_DISCORD_GATEWAY", "")
DAYS_LATER = float(os.environ.get("LOOPBACK_DAYS_LATER", "0"))
"""So many days later the child believes it is; its clock goes on from there."""


def point_rest(module: ModuleType) -> None:
    """Set the address of the REST API; `_set_api_version` would set it back, so it does nothing."""
    module.Route.BASE = REST
    vars(module)["_set_api_version"] = lambda version: None


def point_gateway(module: ModuleType) -> None:
    """Set the address that discord.py returns to after an invalidated session."""
    import yarl

    module.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(GATEWAY)


ADJUSTED = {"discord.http": point_rest, "discord.gateway": point_gateway}


class AdjustingLoader(Loader):
    """The module's own loader, and the adjustment right after it."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self.loader.exec_module(module)
        ADJUSTED[module.__name__](module)


class AdjustingFinder(MetaPathFinder):
    """Finds the modules that hold an address."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name not in ADJUSTED:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        spec.loader = AdjustingLoader(spec.loader)
        return spec


if DAYS_LATER:
    import time_machine

    time_machine.travel(time.time() + DAYS_LATER * 86_400.0).start()
if REST and GATEWAY:
    sys.meta_path.insert(0, AdjustingFinder())
