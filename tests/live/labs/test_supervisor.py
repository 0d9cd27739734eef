"""The promise of the supervisor: what belongs to a lab runs while it does, and never longer."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import msgspec
import psutil
import pytest

from labs.local.options import LocalOptions
from labs.local.runtime import LocalRuntime
from labs.runtime import LabError, State
from labs.supervising.account import Account, may_execute
from labs.supervising.errors import NoSuchLabError
from tests.waiting import becomes

pytestmark = pytest.mark.live

PARTS = {"postgres", "valkey", "nats", "gateway", "order", "user"}


def part(status, name):
    return next(part for part in status.parts if part.name == name)


def every_process(status) -> list[psutil.Process]:
    return [psutil.Process(pid) for pid in numbers(status)]


def numbers(status) -> set[int]:
    return {pid for part in status.parts for pid in part.processes}


def runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_lab_is_up_when_every_part_is_ready(trivial):
    status = trivial.up()
    assert {part.name: part.state for part in status.parts} == dict.fromkeys(PARTS, State.READY)
    assert {step.part for step in trivial.steps if step.state is State.READY} == PARTS


def test_down_leaves_no_process_and_no_file(trivial):
    processes, supervisor = every_process(trivial.up()), trivial.supervisor()
    trivial.down()
    assert [p for p in processes if runs(p)] == []
    supervisor.wait(20)
    assert not trivial.directory.root.exists()
    assert list(trivial.directory.base.iterdir()) == []


def test_a_supervisor_that_hears_nothing_is_ended_with_all_it_started(trivial, monkeypatch):
    monkeypatch.setattr(LocalRuntime, "stopped_within_s", 0.5)
    processes = every_process(trivial.up())
    trivial.supervisor().suspend()
    LocalRuntime(LocalOptions(base=trivial.directory.base)).down(trivial.directory.lab)
    assert [p for p in processes if runs(p)] == []
    assert list(trivial.directory.base.iterdir()) == []


def test_killing_the_supervisor_leaves_no_process(trivial):
    processes = every_process(trivial.up())
    trivial.supervisor().kill()
    assert becomes(lambda: not any(runs(p) for p in processes))
    assert becomes(lambda: trivial.processes() == [])


def test_what_a_killed_supervisor_left_is_healed_by_the_next_start(trivial):
    trivial.up()
    segment = (trivial.directory.postgres / "postmaster.pid").read_text().split("\n")[6].split()[1]
    trivial.supervisor().kill()
    assert becomes(lambda: trivial.processes() == [])
    assert segment in shared_segments()
    status = trivial.up()
    assert part(status, "postgres").state is State.READY
    assert segment not in shared_segments()


def shared_segments() -> set[str]:
    with open("/proc/sysvipc/shm") as table:  # noqa: PTH123
        return {line.split()[1] for line in table}


def test_the_lab_ends_with_its_owner(trivial, plan, owner):
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    processes = every_process(trivial.up(plan(owner=owner(process.pid))))
    process.kill()
    process.wait()
    assert becomes(lambda: not any(runs(p) for p in processes))
    assert becomes(lambda: not trivial.directory.root.exists())


def test_the_lab_ends_when_its_time_is_over(trivial, plan):
    with suppress(NoSuchLabError):  # over before anybody looked
        trivial.up(plan(ends_after_s=0.3))
    assert becomes(lambda: trivial.processes() == [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_supervisor_takes_the_lab_down(trivial, number):
    trivial.up()
    trivial.supervisor().send_signal(number)
    assert becomes(lambda: trivial.processes() == [])
    assert becomes(lambda: not trivial.directory.root.exists())


def test_each_killed_part_comes_back_once_as_another_process(trivial):
    before = trivial.up()
    for name in PARTS:
        trivial.do("kill", name)
    seen = dict.fromkeys(PARTS, (State.READY, 1))
    assert becomes(lambda: {p.name: (p.state, p.restarts) for p in trivial.status().parts} == seen)
    assert numbers(before).isdisjoint(numbers(trivial.status()))


def test_a_killed_fork_server_brings_every_service_back(trivial):
    trivial.up()
    forks = psutil.Process(part(trivial.status(), "order").processes[0]).parent()
    assert forks is not None
    forks.kill()
    restarted = {"order": 1, "user": 1}
    assert becomes(
        lambda: (
            {p.name: p.restarts for p in trivial.status().parts if p.kind == "service"} == restarted
        )
    )
    assert becomes(lambda: all(p.state is State.READY for p in trivial.status().parts))


def test_a_paused_part_holds_its_socket_and_answers_nothing(trivial):
    address = part(trivial.up(), "valkey").address.split(":")
    trivial.do("pause", "valkey")
    assert part(trivial.status(), "valkey").state is State.PAUSED
    with socket.create_connection((address[0], int(address[1])), timeout=0.3) as connection:
        connection.sendall(b"PING\r\n")
        with pytest.raises(TimeoutError):
            connection.recv(10)
        trivial.do("resume", "valkey")
        connection.settimeout(20)
        assert connection.recv(7) == b"-NOAUTH"
    assert part(trivial.status(), "valkey").state is State.READY


def test_a_paused_lab_can_be_taken_down(trivial):
    processes = every_process(trivial.up())
    for name in PARTS:
        trivial.do("pause", name)
    trivial.down()
    assert [p for p in processes if runs(p)] == []


def test_an_unknown_part_is_named_with_the_known_ones(trivial):
    trivial.up()
    with pytest.raises(LabError) as refused:
        trivial.do("kill", "oder")
    assert refused.value.code == "unknown-part"
    assert "order" in str(refused.value.params["known"])


def test_a_gateway_that_refuses_its_configuration_fails_the_start_and_leaves_nothing(trivial):
    with pytest.raises(LabError) as failed:
        trivial.up(bootstrap={"no_such_field": 1})
    assert failed.value.code == "part-ended"
    assert failed.value.params["part"] == "gateway"
    assert trivial.processes() == []
    assert list(trivial.directory.base.iterdir()) == []


@pytest.mark.parametrize("name", ["valkey", "order"])
def test_a_busy_port_is_said_to_be_busy(trivial, plan, name):
    chosen = plan()
    ports = {"valkey": chosen.valkey_port, "order": chosen.services[0].port}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", ports[name]))
        with pytest.raises(LabError) as failed:
            trivial.up(chosen)
    assert failed.value.code == "port-busy"
    assert failed.value.params["part"] == name
    assert trivial.processes() == []


def never_ready(plan, within_s: float):
    """The service `order` listens elsewhere than the plan says."""
    chosen = plan(ready_within_s=within_s)
    python, shop, _, user = chosen.launch
    return msgspec.structs.replace(chosen, launch=(python, shop, "order-1=0", user))


def test_a_service_that_never_gets_ready_is_named_and_nothing_is_left(trivial, plan):
    with pytest.raises(LabError) as failed:
        trivial.up(never_ready(plan, 4.0))
    assert failed.value.code == "not-ready"
    assert failed.value.params["part"] == "order"
    assert trivial.processes() == []


def test_a_shop_that_cannot_be_launched_says_why(trivial, plan):
    refuses = """import sys; print('{"problem": "module-unknown: shoes"}'); sys.exit(2)"""
    with pytest.raises(LabError) as failed:
        trivial.up(plan(launch=(sys.executable, "-c", refuses)))
    assert failed.value.code == "cannot-launch"
    assert failed.value.params["reason"] == "module-unknown: shoes"
    assert trivial.processes() == []


def test_a_program_that_is_not_there_is_named_and_nothing_is_left(trivial, plan):
    with pytest.raises(LabError) as failed:
        trivial.up(plan(launch=("/nowhere/python",)))
    assert failed.value.code == "failed"
    assert "/nowhere/python" in str(failed.value.params["reason"])
    assert trivial.processes() == []
    assert list(trivial.directory.base.iterdir()) == []


STARTER = """
import os, sys
sys.path.insert(0, "tests/live/labs")
import conftest, test_supervisor
from pathlib import Path
from labs.local.directories import LocalDirectory
lab = conftest.TrivialLab(LocalDirectory.of("test", Path(os.environ["LABS"])))
lab.up(test_supervisor.never_ready(conftest.plan_of_two, 60.0))
"""


def test_a_starter_that_is_killed_leaves_nothing(trivial):
    place = {"LABS": str(trivial.directory.base)}
    # a program of its own: a fork of ours, which has threads, may wait for one that it has not
    starter = subprocess.Popen([sys.executable, "-c", STARTER], env=os.environ | place)
    servers_and_supervisor = 5
    assert becomes(lambda: len(trivial.processes()) >= servers_and_supervisor)
    starter.kill()
    starter.wait()
    assert becomes(lambda: trivial.processes() == [])
    assert becomes(lambda: not trivial.directory.root.exists())


def test_no_lab_answers_where_none_is_up(trivial):
    with pytest.raises(NoSuchLabError):
        trivial.status()


def test_a_second_start_of_a_lab_that_is_up_is_refused(trivial):
    trivial.up()
    with pytest.raises(LabError) as refused:
        trivial.up()
    assert refused.value.code == "busy"


@pytest.mark.skipif(
    os.geteuid() != 0 or not may_execute(Account(65534, 65534), Path(sys.executable).resolve()),
    reason="only root can become somebody else, who must be able to reach the interpreter",
)
def test_an_ordinary_user_without_a_home_can_run_a_lab(tmp_path_factory):
    program = (
        "import sys; sys.path.insert(0, 'tests/live/labs')\n"
        "from pathlib import Path; import tempfile, conftest\n"
        "from labs.local.directories import LocalDirectory\n"
        "with tempfile.TemporaryDirectory() as place:\n"
        "    lab = conftest.TrivialLab(LocalDirectory.of('test', Path(place) / 'labs'))\n"
        "    print(sorted(p.name for p in lab.up().parts if p.state == 'ready'))\n"
        "    lab.down()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        user=65534,
        group=65534,
        extra_groups=[],
        env={"HOME": "", "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == str(sorted(PARTS)), done.stderr
