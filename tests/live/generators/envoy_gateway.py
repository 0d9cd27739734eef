"""A real Envoy in front of tiny upstreams, for tests of the generated gateway."""

import json
import socket
import subprocess
import sysconfig
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import RSAKey

from generators.blueprint import Blueprint
from generators.render.envoy import Placement, gateway_config

ENVOY = Path(sysconfig.get_path("scripts")) / "envoy"
KEY = RSAKey.generate_key(2048, parameters={"kid": "test", "alg": "RS256"})
JWKS = json.dumps({"keys": [KEY.as_dict(private=False)]})
_PATIENCE_S = 20


class Upstream:
    """Answers with its name; fails or sheds as often as told to, and counts what it is asked."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: Counter[str] = Counter()
        self.failures_left = 0
        self.sheds = False
        """Whether it says that its failures are refusals."""
        self._goes_on = threading.Event()
        self._goes_on.set()
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("content-length") or 0))
                upstream.asked[self.command] += 1
                upstream._goes_on.wait(_PATIENCE_S)
                failing = upstream.failures_left > 0
                upstream.failures_left -= failing
                body = json.dumps({"upstream": upstream.name, "path": self.path}).encode()
                self.send_response(503 if failing else 200)
                self.send_header("content-length", str(len(body)))
                self.send_header("content-type", "application/json")
                if failing and upstream.sheds:
                    self.send_header("x-envoy-ratelimited", "true")
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815 - names the base class looks up

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.server.server_address[1]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Answer nothing until the block ends, or until told to go on."""
        self._goes_on.clear()
        try:
            yield
        finally:
            self.let_go()

    def let_go(self) -> None:
        self._goes_on.set()

    def wait_until_asked(self, times: int) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while self.asked.total() < times:
            assert time.monotonic() < deadline
            time.sleep(0.01)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def upstream(self) -> str:
        return str(json.loads(self.body)["upstream"])

    @property
    def path(self) -> str:
        return str(json.loads(self.body)["path"])


@dataclass
class RunningGateway:
    port: int
    folder: Path
    upstreams: dict[str, Upstream] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=names)
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read().decode())
        connection.close()
        return answer


def token(**claims: object) -> str:
    standard = {"iss": "https://auth.shop", "aud": "shop", "exp": int(time.time()) + 600}
    header = {"alg": "RS256", "kid": "test"}
    return "Bearer " + jwt.encode(header, {**standard, **claims}, KEY)


@contextmanager
def gateway(bp: Blueprint, folder: Path, **options: object) -> Iterator[RunningGateway]:
    """Start Envoy for the blueprint; each service and each subset of a canary is one upstream."""
    canaries = bp.mesh.canaries if bp.mesh else {}
    subsets = [(service, subset) for service in canaries for subset in canaries[service].subsets]
    upstreams = {name: Upstream(name) for name in bp.services}
    upstreams |= {
        f"{service}/{subset}": Upstream(f"{service}/{subset}") for service, subset in subsets
    }
    port, admin = free_ports(2)
    (folder / "jwks.json").write_text(JWKS)
    placement = Placement(
        upstreams={name: [upstreams[name].address] for name in bp.services},
        subsets={pair: [upstreams["/".join(pair)].address] for pair in subsets},
        listener=("127.0.0.1", port),
        admin=("127.0.0.1", admin),
        config_dir=str(folder),
        jwks_file=str(folder / "jwks.json"),
        access_log=str(folder / "access.log"),
        **options,
    )
    for name, text in gateway_config(bp, placement).items():
        (folder / name).write_text(text)
    try:
        with envoy(folder, admin):
            yield RunningGateway(port, folder, upstreams)
    finally:
        for upstream in upstreams.values():
            upstream.server.shutdown()
            upstream.server.server_close()


@contextmanager
def envoy(folder: Path, admin: int) -> Iterator[None]:
    """Run Envoy with the folder's configuration, whose administration listens at the port."""
    with (folder / "envoy.log").open("wb") as log:
        process = subprocess.Popen(
            [ENVOY, "-c", folder / "envoy.yaml", "--disable-hot-restart", "--concurrency", "1"],
            stdout=log,
            stderr=log,
        )
    try:
        _wait_ready(admin, process, folder / "envoy.log")
        yield
    finally:
        process.kill()
        process.wait()


def validate(folder: Path, files: dict[str, str]) -> str:
    """What `envoy --mode validate` says against the configuration; empty when it is right."""
    for name, text in files.items():
        (folder / name).write_text(text)
    argv = [ENVOY, "--mode", "validate", "-c", folder / "envoy.yaml", "-l", "error"]
    result = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    return result.stderr if result.returncode else ""


def _wait_ready(admin: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(500):
        try:
            connection = HTTPConnection("127.0.0.1", admin, timeout=1)
            connection.request("GET", "/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        assert process.poll() is None, log.read_text()
        time.sleep(0.02)
    raise AssertionError(log.read_text())


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for taken in sockets:
        taken.bind(("127.0.0.1", 0))
    ports = [taken.getsockname()[1] for taken in sockets]
    for taken in sockets:
        taken.close()
    return ports
