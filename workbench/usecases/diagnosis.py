"""What this machine can run."""

import shutil
import sys
from dataclasses import dataclass

from content.messages import Messages
from labs.runtime import Runtime


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
        Finding(s.what, ok=False, required=True, detail=words.text(s.remedy, **s.params))
        for s in runtime.shortages()
    ]
    local = Finding(
        words.text("doctor-local"),
        ok=not shortages,
        required=True,
        detail=words.text("doctor-local-ready") if not shortages else "",
    )
    return (python, local, *shortages, _docker(words), *_optional(words))


def _docker(words: Messages) -> Finding:
    from labs.docker.engine import find_engine

    engine = find_engine()
    if engine is None:
        return Finding("Docker", ok=False, required=False, detail=words.text("doctor-docker"))
    said = words.text("doctor-docker-engine", version=engine.version, api=engine.api)
    return Finding("Docker", ok=True, required=False, detail=said)


def _optional(words: Messages) -> tuple[Finding, ...]:
    tools = ("kubectl", "dot")
    return tuple(
        Finding(
            tool,
            ok=(path := shutil.which(tool)) is not None,
            required=False,
            detail=path or words.text(f"doctor-{tool}"),
        )
        for tool in tools
    )
