import asyncio
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from labs.commerce.collecting import Collecting, main
from labs.commerce.platform.telemetry.collector import Collector
from labs.commerce.platform.telemetry.metrics import Metrics


@contextmanager
def collecting(lines: io.BytesIO) -> Iterator[str]:
    server = Collecting(("127.0.0.1", 0), lines)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


async def sent(endpoint: str, *batches: bytes) -> None:
    collector = Collector(endpoint, Metrics())
    for batch in batches:
        await collector.send(batch)


def test_what_a_replica_sends_is_printed_a_line_each():
    lines = io.BytesIO()
    with collecting(lines) as endpoint:
        asyncio.run(sent(endpoint, b'{"one": 1}', b'{"two":\n 2}'))
        asyncio.run(sent(endpoint, b'{"three": 3}'))
    assert lines.getvalue() == b'{"one": 1}\n{"two":  2}\n{"three": 3}\n'


def test_it_collects_nothing_but_traces():
    lines = io.BytesIO()
    with collecting(lines) as endpoint:
        connection = HTTPConnection(endpoint.removeprefix("http://"), timeout=20)
        connection.request("POST", "/v1/metrics", b"[]")
        assert connection.getresponse().status == 404
        asyncio.run(sent(endpoint, b"{}"))
    assert lines.getvalue() == b"{}\n"


def test_without_a_port_it_says_what_it_wants(capsys):
    assert main([]) == 2
    assert "PORT" in capsys.readouterr().err
