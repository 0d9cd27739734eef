"""kubectl's proxy ends with the block that needs it."""

import sys
from pathlib import Path

import psutil
import pytest

from labs.kubernetes import kubectl
from labs.kubernetes.private_folder import PREFIX

DEAF = f"""#!{sys.executable}
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
with open(sys.argv[-1] + ".pid", "w") as file:
    file.write(str(os.getpid()))
print("Starting to serve on", sys.argv[-1], flush=True)
time.sleep(60)
"""


def test_one_that_does_not_hear_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = tmp_path / "kubectl"
    program.write_text(DEAF)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(kubectl, "_ENDS_WITHIN_S", 0.2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with kubectl.cluster_of("any"):
        (noted,) = tmp_path.glob(f"{PREFIX}*/*.pid")
        pid = int(noted.read_text())
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)
