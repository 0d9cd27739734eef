"""Generating eleven services with everything, beside its goals and beside JHipster."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generators.blueprint import dump_blueprint
from tests.bench.figure import Figure
from tests.bench.process import cpu_s
from tests.shops import REFERENCE, capstone

JHIPSTER_S = 17.0
"""CPU seconds for one application of JHipster, without its installation of packages."""
FEWER = 50


def figures() -> Iterator[Figure]:
    """Each is the CPU of whole processes, the interpreter's start included."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "blueprint.yaml").write_text(dump_blueprint(capstone()), encoding="utf-8")
        yield from _figures(Path(folder))


def _figures(folder: Path) -> Iterator[Figure]:
    generate = [sys.executable, "-m", "workbench", "generate", "--folder", str(folder)]
    first = folder / "first"
    cold = cpu_s("sh", "-c", 'rm -rf "$0" && exec "$@" --out "$0"', str(first), *generate)
    files = _files(first)
    yield Figure("11 services with everything, cold", cold, "CPU-s", 1, f"{len(files)} files")
    noop = cpu_s(*generate, "--out", str(first))
    yield Figure("the same again, nothing to do", noop, "CPU-s", 0.4)
    each = cold / len(REFERENCE)
    note = f"×{JHIPSTER_S / each:.0f} less than JHipster"
    yield Figure("for each service", each, "CPU-s", JHIPSTER_S / FEWER, note)
    second = folder / "second"
    cpu_s(*generate, "--out", str(second))
    differing = sum(files[path] != text for path, text in _files(second).items())
    yield Figure("files that differ between two fresh runs, and one", 1 + differing, "", 1)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".generated" not in path.parts
    }
