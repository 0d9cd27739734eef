"""Whose rights a server runs with.

PostgreSQL refuses to run as root, so under root it gets an unprivileged account.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group to drop to."""

    uid: int
    gid: int


def unprivileged() -> Account | None:
    """The account that servers drop to; None where we are an ordinary user already."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    return Account(65534, 65534)


def may_execute(account: Account | None, path: Path) -> bool:
    """Whether the account can reach and run a program: a root's home is closed to others."""
    if account is None:
        return os.access(path, os.X_OK)
    chain = (path, *path.parents)
    return all(_others_may_enter(account, part) for part in chain)


def _others_may_enter(account: Account, path: Path) -> bool:
    status = path.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == account.gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)


def give(path: Path, account: Account | None) -> None:
    """Make an empty directory that only the account can enter."""
    path.mkdir(mode=0o700)
    if account is not None:
        os.chown(path, account.uid, account.gid)
