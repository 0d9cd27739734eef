import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from labs.docker.engine import Engine, find_engine


class TellsItsVersion(BaseHTTPRequestHandler):
    """As much of an engine's API as a look at it needs."""

    def do_GET(self):
        body = json.dumps({"Version": "29.0.1", "ApiVersion": "1.52"}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object):
        """Say nothing."""


@pytest.fixture
def engine_port():
    server = HTTPServer(("127.0.0.1", 0), TellsItsVersion)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def test_an_engine_that_answers_says_its_version(engine_port, monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{engine_port}")
    assert find_engine() == Engine("29.0.1", "1.52")


@pytest.mark.parametrize("host", ["unix:///nowhere/docker.sock", "tcp://127.0.0.1:1", "nonsense"])
def test_where_no_engine_answers_there_is_none(host, monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", host)
    assert find_engine() is None
