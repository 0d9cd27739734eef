"""Envoy and its upstreams for the length of a `with`."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from generators.render.envoy import Address, Placement
from labs.local.servers import Envoy
from labs.local.stand.issuer import Issuer
from labs.local.stand.reply import Door, Reply
from labs.local.stand.upstream import Upstream, Upstreams
from labs.supervising.errors import NotReadyError, PartEndedError
from labs.supervising.logs import last_line, tail
from labs.supervising.ports import LOOPBACK, free_ports
from labs.supervising.processes import spawn

READY_WITHIN_S = 10.0
LOOK_EVERY_S = 0.01

Render = Callable[[Placement], Mapping[str, str]]
"""Makes the gateway's files: path below the placement's directory -> text."""


class GatewayStand:
    """A running stand."""

    def __init__(self, placement: Placement, upstreams: Upstreams, issuer: Issuer) -> None:
        host, port = placement.listener
        self.placement = placement
        self.issuer = issuer
        self.url = f"http://{host}:{port}"
        self._upstreams = upstreams.all
        self._door = Door(port)

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: str = "",
    ) -> Reply:
        """Send one request through the gateway, over a connection that is kept."""
        return self._door.send(method, path, dict(headers or {}), body)

    def upstream(self, service: str, version: str = "v1") -> Upstream:
        """One upstream: read what it received, or have it fail or dawdle."""
        wanted = (service, version)
        return next(u for u in self._upstreams if (u.service, u.version) == wanted)

    def close(self) -> None:
        """Hang up."""
        self._door.close()


@contextmanager
def gateway_stand(
    services: Sequence[str],
    render: Render,
    *,
    subsets: Sequence[tuple[str, str]] = (),
    bootstrap: str = "envoy.yaml",
    issuer: Issuer | None = None,
) -> Iterator[GatewayStand]:
    """Run a gateway before tiny upstreams: one `v1` for each service, more by `subsets`.

    `render` may point its configuration elsewhere with `dataclasses.replace(placement, …)`.
    `bootstrap` names, among the rendered files, the one that Envoy starts with. Enter it in a
    thread that outlives the stand: Envoy ends with the thread that started it.

    Raises:
        LabError: Envoy refused the configuration, with its own words, or did not become ready.
    """
    versions = dict.fromkeys([*((name, "v1") for name in services), *subsets])
    upstreams = Upstreams([Upstream(service, version) for service, version in versions])
    issuer = issuer or Issuer()
    with tempfile.TemporaryDirectory(prefix="gateway-stand-") as folder:
        upstreams.start()
        try:
            placement = _placement(upstreams, folder)
            _write(placement, render(placement), issuer)
            with _running(placement, bootstrap, upstreams):
                stand = GatewayStand(placement, upstreams, issuer)
                try:
                    yield stand
                finally:
                    stand.close()
        finally:
            upstreams.stop()


def _placement(upstreams: Upstreams, folder: str) -> Placement:
    services: dict[str, list[Address]] = {}
    subsets: dict[tuple[str, str], list[Address]] = {}
    for upstream in upstreams.all:
        address = (LOOPBACK, upstream.port)
        services.setdefault(upstream.service, []).append(address)
        subsets.setdefault((upstream.service, upstream.version), []).append(address)
    port, admin_port = free_ports(2)
    return Placement(
        upstreams=services,
        subsets=subsets,
        listener=(LOOPBACK, port),
        admin=(LOOPBACK, admin_port),
        config_dir=folder,
        jwks_file=f"{folder}/jwks.json",
        access_log=f"{folder}/access.log",
    )


def _write(placement: Placement, files: Mapping[str, str], issuer: Issuer) -> None:
    Path(placement.jwks_file).write_text(issuer.jwks(), encoding="utf-8")
    for name, text in files.items():
        path = Path(placement.config_dir) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@contextmanager
def _running(placement: Placement, bootstrap: str, upstreams: Upstreams) -> Iterator[None]:
    folder = Path(placement.config_dir)
    (_, port), (_, admin_port) = placement.listener, placement.admin
    envoy = Envoy(port, admin_port, folder / bootstrap, folder / "envoy.log")
    process = spawn(envoy.command())
    try:
        _wait(envoy, process, lambda: upstreams.run(envoy.refusal()))
        yield
    finally:
        process.kill()
        process.wait()


def _wait(
    envoy: Envoy, process: "subprocess.Popen[bytes]", refusal: Callable[[], str | None]
) -> None:
    begin = time.monotonic()
    while (reason := refusal()) is not None:
        waited_s = time.monotonic() - begin
        if process.poll() is not None:
            raise PartEndedError(envoy.name, process.returncode, _complaint(envoy.log))
        if waited_s > READY_WITHIN_S:
            raise NotReadyError(envoy.name, waited_s, last_line(envoy.log) or reason)
        time.sleep(LOOK_EVERY_S)


def _complaint(log: Path) -> str:
    """The line in which Envoy says why it exits; its last one only says that it does."""
    said = [line for line in tail(log, 20) if "error initializing" in line or "[critical]" in line]
    return said[0] if said else last_line(log)
