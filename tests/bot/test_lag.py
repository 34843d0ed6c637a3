"""The watch on the event loop: it counts what is late, and warns without flooding the log."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from bot.lag import QUIET, LoopLag


def test_figures_are_those_of_what_was_noted() -> None:
    lag = LoopLag()
    for late in [0.0] * 98 + [0.020, 0.300]:
        lag.note(late)
    assert (lag.at(0.5), lag.at(0.99)) == (0, 20)
    assert lag.told() == "p99 20 ms, max 300 ms in 100 looks"
    assert LoopLag().told() == "p99 0 ms, max 0 ms in 0 looks"


def test_a_loop_that_is_held_up_is_warned_of_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = [100.0]
    lag = LoopLag(lambda: now[0])
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            lag.note(0.4)
        now[0] += QUIET + 1
        lag.note(0.5)
    assert [record.getMessage() for record in caplog.records] == [
        "the event loop was held up for 400 ms",
        "the event loop was held up for 500 ms",
    ]


@pytest.mark.promise(3)
async def test_it_sees_what_blocks_the_loop() -> None:
    lag = LoopLag()
    watching = asyncio.create_task(lag.watch())
    await asyncio.sleep(0.06)
    time.sleep(0.15)
    await asyncio.sleep(0.06)
    watching.cancel()
    assert lag.longest >= 0.1
