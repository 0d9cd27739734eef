import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from docker.errors import APIError

from labs.docker.engine import Engine, engine, find_engine
from labs.docker.errors import (
    ComposeFailedError,
    EngineDiskFullError,
    EngineRefusedError,
    NoEngineError,
)


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


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("container orders is not running", EngineRefusedError),
        ("write /data: no space left on device", EngineDiskFullError),
    ],
)
def test_what_an_engine_refuses_is_told_in_its_own_words(engine_port, monkeypatch, said, error):
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{engine_port}")
    with pytest.raises(error) as told, engine():
        raise APIError("409 Client Error", explanation=said)
    assert said in told.value.params["reason"]


def test_what_went_wrong_before_the_engine_went_is_not_taken_for_its_reason():
    with pytest.raises(NoEngineError) as told, engine():
        raise ConnectionError("connection refused") from ComposeFailedError("no dependency")
    assert told.value.params["reason"] == "connection refused"
