"""Compose is a child of ours, and so is all that it starts in turn."""

from pathlib import Path

from labs.docker.compose import begin, cut_short
from labs.supervising.processes import started_at
from tests.waiting import becomes, eventually

CLIENT = 'sleep 60 & echo $! > "$1.new"; mv "$1.new" "$1"; wait'
"""As Docker's client runs its plugins: as a child that does the work."""


def test_a_plugin_ends_with_the_client_that_runs_it(tmp_path: Path):
    noted = tmp_path / "plugin"
    client = begin(["sh", "-c", CLIENT, "client", str(noted)])
    eventually(noted.exists, 20)
    plugin = int(noted.read_text())
    cut_short(client)
    assert client.returncode
    assert becomes(lambda: started_at(plugin) is None, 20)


def test_compose_that_has_ended_is_no_error():
    ended = begin(["true"])
    ended.wait()
    cut_short(ended)
    assert ended.returncode == 0
