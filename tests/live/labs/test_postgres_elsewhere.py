"""PostgreSQL for an account that cannot reach the environment: below root's home, say."""

import subprocess
from pathlib import Path

import pytest

from labs.local import binaries
from labs.supervising.account import unprivileged

pytestmark = pytest.mark.live


def test_programs_that_the_account_cannot_reach_are_published_where_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    account = unprivileged()
    monkeypatch.setattr(binaries, "default_base", lambda: tmp_path)
    monkeypatch.setattr(binaries, "may_execute", lambda *_: False)
    folder = binaries.reachable_postgres(account)
    assert folder.is_relative_to(tmp_path)
    for program in ("postgres", "initdb", "psql"):
        said = subprocess.run(
            [folder / program, "--version"], capture_output=True, text=True, check=True
        )
        assert "18." in said.stdout
    assert binaries.reachable_postgres(account) == folder
    closed = [p for p in folder.parents[2].rglob("*") if not p.stat().st_mode & 0o004]
    assert closed == []
