"""What this machine can run."""

import shutil
import sys
from dataclasses import dataclass

from content.messages import Messages
from labs.runtime import Runtime, Shortage


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the workbench needs or can use."""

    what: str
    ok: bool
    required: bool
    detail: str


def diagnose(runtime: Runtime, words: Messages) -> tuple[Finding, ...]:
    """Look at this machine. Nothing is started."""
    version = ".".join(map(str, sys.version_info[:3]))
    python = Finding("Python", sys.version_info >= (3, 11), required=True, detail=version)
    shortages = [
        Finding(s.what, ok=False, required=True, detail=remedy(s, words))
        for s in runtime.shortages()
    ]
    local = Finding(
        words.text("doctor-local"),
        ok=not shortages,
        required=True,
        detail=words.text("doctor-local-ready") if not shortages else "",
    )
    others = (_docker(words), _kubernetes(words), *_optional(words))
    return (python, local, *shortages, _kept(words), *others)


def _kept(words: Messages) -> Finding:
    from labs.supervising.directories import cache_directory, size_mb

    place = cache_directory()
    told = words.text("doctor-kept-size", size_mb=round(size_mb(place)), place=str(place))
    return Finding(words.text("doctor-kept"), ok=True, required=False, detail=told)


def _docker(words: Messages) -> Finding:
    from labs.docker.engine import find_engine
    from labs.docker.runtime import DockerRuntime

    for lacking in DockerRuntime().shortages():
        return Finding(lacking.what, ok=False, required=False, detail=remedy(lacking, words))
    engine = find_engine()
    told = (
        words.text("doctor-docker-engine", version=engine.version, api=engine.api) if engine else ""
    )
    return Finding("Docker", ok=True, required=False, detail=told)


def _kubernetes(words: Messages) -> Finding:
    from labs.kubernetes.runtime import KubernetesRuntime

    for lacking in KubernetesRuntime().shortages():
        return Finding(lacking.what, ok=False, required=False, detail=remedy(lacking, words))
    return Finding("Kubernetes", ok=True, required=False, detail=words.text("doctor-kubernetes"))


def remedy(lacking: Shortage, words: Messages) -> str:
    """How this machine gets what a runtime needs."""
    return words.text(f"remedy-{lacking.remedy}", **lacking.params)


def _optional(words: Messages) -> tuple[Finding, ...]:
    tools = ("dot",)
    return tuple(
        Finding(
            tool,
            ok=(path := shutil.which(tool)) is not None,
            required=False,
            detail=path or words.text(f"doctor-{tool}"),
        )
        for tool in tools
    )
