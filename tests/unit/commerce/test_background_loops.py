"""Loops that run as long as a deployable does, and what is told of one that does not."""

import asyncio
import json
from io import StringIO

from labs.commerce.platform.background import Background, watch_lag
from labs.commerce.platform.serving.probing import Probes
from labs.commerce.platform.telemetry import Log, Metrics


async def for_ever() -> None:
    await asyncio.Event().wait()


async def fails() -> None:
    raise ValueError("broken")


async def ends() -> None:
    return


async def ready() -> list[str]:
    return []


async def nothing() -> None:
    return


def probes(background: Background) -> Probes:
    return Probes("order-1", "v1", background.dead, ready, Metrics(), nothing, list)


async def test_a_deployable_whose_loops_run_is_alive() -> None:
    background = Background(Log("order-1", StringIO()))
    background.start([("relay", for_ever)])
    await asyncio.sleep(0)
    assert (await probes(background).respond("/health")).status_code == 200
    await background.stop()
    assert background.dead == []


async def test_a_loop_that_fails_or_ends_makes_the_deployable_ail() -> None:
    log = StringIO()
    background = Background(Log("order-1", log))
    background.start([("relay", fails), ("recovery", ends), ("lag", for_ever)])
    await asyncio.sleep(0.01)
    answer = await probes(background).respond("/health")
    assert answer.status_code == 503
    assert json.loads(answer.body)["dead"] == ["relay", "recovery"]
    assert log.getvalue().count("background-loop-died") == 2
    await background.stop()


async def test_a_loop_that_is_held_up_is_late_and_says_by_how_much() -> None:
    metrics, seen = Metrics(), list[tuple[float, float]]()
    watching = asyncio.create_task(watch_lag(metrics, lambda *look: seen.append(look)))
    await asyncio.sleep(0.01)
    import time

    time.sleep(0.7)  # noqa: ASYNC251 - this is what must not happen, and must be seen
    await asyncio.sleep(0.01)
    late_s, elapsed_s = seen[-1]
    assert metrics.value("shop_loop_lag_seconds") == late_s > 0.1
    assert elapsed_s > late_s
    watching.cancel()
