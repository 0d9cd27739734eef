"""`osmem-server`, an in-memory engine of the OpenSearch API, in Elasticsearch's place.

Elasticsearch's client speaks media types of its own and talks to no other product: what passes
between them is put into the words that each side knows. Run as a program, `elasticsearch.py HOST`,
it needs nothing but Python and that engine, and prints what is asked.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, BEHIND = 9200, 9201
PROGRAM = ("osmem-server", "--no-ja", "--no-stdin-watch", "--addr", f"127.0.0.1:{BEHIND}")
_ANSWER_S = 30
_SPOKEN = ("vnd.elasticsearch+", "; compatible-with=9")


class StandIn(ThreadingHTTPServer):
    """Passes on to the engine at a port of this machine."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], behind: int, *, prints: bool = False) -> None:
        super().__init__(address, _PassingOn)
        self.behind = behind
        self.prints = prints


class _PassingOn(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: StandIn

    def answer(self) -> None:
        """Ask the engine in its words, and answer in the client's."""
        length = int(self.headers.get("content-length") or 0)
        named = ("content-type", "accept")
        asked = {name: _plain(self.headers[name]) for name in named if name in self.headers}
        behind = HTTPConnection("127.0.0.1", self.server.behind, timeout=_ANSWER_S)
        behind.request(self.command, self.path, self.rfile.read(length), asked)
        answer = behind.getresponse()
        text = answer.read()
        behind.close()
        if self.server.prints:
            print(self.command, self.path.partition("?")[0], flush=True)  # noqa: T201 - its log
        self.send_response(answer.status)
        self.send_header("x-elastic-product", "Elasticsearch")
        self.send_header("content-type", answer.getheader("content-type", "application/json"))
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        """It says itself what was asked."""


def _plain(media_type: str) -> str:
    """As the engine knows it."""
    for word in _SPOKEN:
        media_type = media_type.replace(word, "")
    return media_type


@contextmanager
def running_elasticsearch(port: int = 0) -> Iterator[str]:
    """The URL of one that ends with the block."""
    from osmem_server import OsmemServer

    with OsmemServer.start() as engine:
        behind = int(engine.url.rpartition(":")[2])
        with StandIn(("127.0.0.1", port), behind) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()


if __name__ == "__main__":
    subprocess.Popen(PROGRAM)
    StandIn((sys.argv[1], PORT), BEHIND, prints=True).serve_forever()
