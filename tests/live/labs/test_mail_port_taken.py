"""A port that somebody takes after the lab was planned, where the mailbox should listen."""

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from labs.local.directories import LocalDirectory
from labs.local.options import LocalOptions
from labs.local.planning import prepare
from labs.local.runtime import SUPERVISOR
from labs.runtime import LabError
from labs.supervising.lock import held
from labs.supervising.starting import start
from workbench.usecases.shops import shop_blueprint

pytestmark = pytest.mark.live


@pytest.fixture
def directory() -> Iterator[LocalDirectory]:
    # not tmp_path: its parents are closed to the account that PostgreSQL runs under
    with tempfile.TemporaryDirectory(prefix="mail-port-") as place:
        Path(place).chmod(0o711)
        yield LocalDirectory.of("test", Path(place) / "labs")


def test_a_mail_port_taken_late_is_said_to_be_busy(
    directory: LocalDirectory,
) -> None:
    with held(directory, 0.2) as lock, socket.socket() as taken:
        directory.create()
        plan = prepare(shop_blueprint("monolith", None), directory, LocalOptions(), None)
        taken.bind(("127.0.0.1", plan.mail_port))
        taken.listen(1)
        with pytest.raises(LabError) as failed:
            start(directory, lock, lambda _: None, SUPERVISOR)
    assert failed.value.code == "port-busy"
    assert failed.value.params == {"part": "outside", "port": plan.mail_port}
