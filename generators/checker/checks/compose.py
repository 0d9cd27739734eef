"""Compose projects: what `docker compose config` lets pass."""

from collections.abc import Callable, Iterator

from generators.checker.checks.images import moves
from generators.checker.checks.secrecy import is_secret
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.project import Project

Check = Callable[[Project], Iterator[ManifestFinding]]


def host_ports(project: Project) -> Iterator[ManifestFinding]:
    """A port of the host belongs to one service."""
    taken: dict[str, str] = {}
    for name, service in project.services():
        for port in service.get("ports").items():
            host = published(port)
            if host and taken.setdefault(host, name) != name:
                yield project.finding("host-port-twice", port, port=host, other=taken[host])


def published(port: Value) -> str:
    """The address, port and protocol of the host that a mapping takes; empty where it is free."""
    if port.get("published"):
        address, number = port.get("host_ip").text(), port.get("published").text()
        protocol = port.get("protocol").text("tcp")
    else:
        mapping, _, protocol = port.text().partition("/")
        host, _, _ = mapping.rpartition(":")
        address, _, number = host.rpartition(":")
    if not number or "$" in number or "-" in number:
        return ""
    where = "" if address in {"", "0.0.0.0"} else f"{address}:"  # noqa: S104 - it is compared
    return f"{where}{number}/{protocol or 'tcp'}"


def dependencies(project: Project) -> Iterator[ManifestFinding]:
    """A service waits for services that exist, and for health only where health is checked."""
    known = tuple(name for name, _ in project.services())
    for name, service in project.services():
        for other, at, condition in project.waits_for(service):
            target = project.service(other)
            if not target and project.is_open:
                continue
            if not target:
                params = {"service": name, "missing": other}
                yield project.mistaken("dependency-missing", at, other, known, **params)
            elif condition == "service_healthy" and not project.checks_health(other):
                yield project.finding("healthcheck-missing", at, service=name, other=other)


def circles(project: Project) -> Iterator[ManifestFinding]:
    """No service waits for itself, not even round several corners."""
    after = {
        name: [other for other, _, _ in project.waits_for(service)]
        for name, service in project.services()
    }
    for name, service in project.services():
        reached, waiting = set[str](), list(after[name])
        while waiting:
            each = waiting.pop()
            if each not in reached:
                reached.add(each)
                waiting.extend(after.get(each, ()))
        if name in reached:
            yield project.finding("dependency-circle", service.get("depends_on"), service=name)


def undefined(project: Project) -> Iterator[ManifestFinding]:
    """Networks, volumes, secrets and configs that services use are declared."""
    for name, service in () if project.is_open else project.services():
        for part, uses in project.uses(service).items():
            known = project.declared(part)
            for used, at in uses:
                if used not in known:
                    params = {"service": name, "part": part, "missing": used}
                    yield project.mistaken("resource-undefined", at, used, known, **params)


def sources(project: Project) -> Iterator[ManifestFinding]:
    """A service has an image, or is built."""
    for name, service in () if project.is_open else project.services():
        if not any(service.get(key) for key in ("image", "build", "extends", "provider")):
            yield project.finding("image-missing", service, name=name)


def privileges(project: Project) -> Iterator[ManifestFinding]:
    """A privileged container is root on its machine."""
    for name, service in project.services():
        if service.get("privileged").text() == "true":
            yield project.finding("service-privileged", service.get("privileged"), name=name)


def images(project: Project) -> Iterator[ManifestFinding]:
    """An image has a version; one that is built here names what is made."""
    for name, service in project.services():
        image = service.get("image")
        if image and not service.get("build") and "$" not in image.text() and moves(image.text()):
            yield project.finding("image-not-pinned", image, name=name, image=image.text())


def credentials(project: Project) -> Iterator[ManifestFinding]:
    """A credential comes from a secret or from the environment, not from the file."""
    for name, service in project.services():
        environment = service.get("environment")
        pairs = [(key, value, value.text()) for key, value in environment.entries()]
        for item in environment.items():
            key, _, text = item.text().partition("=")
            pairs.append((key, item, text))
        for key, value, text in pairs:
            if is_secret(key, text):
                yield project.finding("secret-in-plain", value, name=name, key=key)


CHECKS: tuple[Check, ...] = (
    host_ports,
    dependencies,
    circles,
    undefined,
    sources,
    privileges,
    images,
    credentials,
)
