"""Spans on their way to a collector that takes OTLP over HTTP."""

import asyncio
import json
from pathlib import Path

import pytest

from labs.commerce.platform.scope import Scope, entered
from labs.commerce.platform.telemetry.instruments import ENDPOINT, instruments
from labs.commerce.spec import Deployable, Tracing

pytestmark = pytest.mark.live

SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def received_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, serve: bool) -> bytes:
    """Record one span and give back what the collector got; nothing where there is none."""
    taken: asyncio.Queue[bytes] = asyncio.Queue()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        taken.put_nowait(head + await reader.readexactly(length))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    if not serve:
        server.close()
    monkeypatch.setenv(ENDPOINT, f"http://127.0.0.1:{port}")
    file = str(tmp_path / "a.jsonl")
    deployable = Deployable(name="a", modules=("m",), database="", port=1, traces=file)
    tools = instruments(deployable, Tracing())
    with entered(Scope(traceparent=SAMPLED)):
        span = tools.tracer.request("GET", {}, internal=False)
    assert span is not None
    assert tools.recorder is not None
    span.end()
    recording = asyncio.create_task(tools.recorder.run())
    outcome = "taken" if serve else "refused"
    async with asyncio.timeout(20):
        while not tools.metrics.value("shop_span_exports_total", outcome=outcome):  # noqa: ASYNC110 - a counter tells nobody
            await asyncio.sleep(0.01)
    recording.cancel()
    server.close()
    return taken.get_nowait() if serve else b""


async def test_a_collector_gets_what_the_file_gets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, _, body = (await received_from(tmp_path, monkeypatch, serve=True)).partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/traces HTTP/1.1")
    assert json.loads(body) == json.loads((tmp_path / "a.jsonl").read_bytes())


async def test_without_its_collector_the_shop_keeps_its_spans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await received_from(tmp_path, monkeypatch, serve=False)
    assert SAMPLED[3:35] in (tmp_path / "a.jsonl").read_text()
