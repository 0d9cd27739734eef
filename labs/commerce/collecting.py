"""`python -m labs.commerce.collecting 4318`: takes spans by OTLP over HTTP and prints them.

Where replicas share no file system, their spans come together here, a line for each batch: as
replicas write them into files elsewhere.
"""

import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO

EVERYWHERE = "0.0.0.0"  # noqa: S104 - in a container
LONGEST_BYTES = 16 * 2**20
_TRACES, _READY = "/v1/traces", "/ready"
_USAGE = 2


class Collecting(ThreadingHTTPServer):
    """A thread for each replica that sends, and one line at a time."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], lines: BinaryIO) -> None:
        super().__init__(address, _Answering)
        self._lines = lines
        self._turn = threading.Lock()

    def keep(self, batch: bytes) -> None:
        """Print a batch, which is one line as the shop writes it."""
        with self._turn:
            self._lines.write(batch.replace(b"\n", b" ") + b"\n")
            self._lines.flush()


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Collecting

    def do_GET(self) -> None:
        self._answer(HTTPStatus.OK if self.path == _READY else HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if self.path != _TRACES or length > LONGEST_BYTES:
            self.close_connection = True
            self._answer(HTTPStatus.NOT_FOUND)
            return
        self.server.keep(self.rfile.read(length))
        self._answer(HTTPStatus.OK)

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Only spans are printed."""


def main(arguments: list[str]) -> int:
    """Collect on the port that the command line names, until ended."""
    if len(arguments) != 1 or not arguments[0].isdecimal():
        sys.stderr.write("usage: python -m labs.commerce.collecting PORT\n")
        return _USAGE
    Collecting((EVERYWHERE, int(arguments[0])), sys.stdout.buffer).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
