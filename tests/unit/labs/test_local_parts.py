"""The small parts of the local runtime that need no server."""

import os
import stat
import time
from pathlib import Path

import pytest

from labs.faults.fault import FAULTS, UnknownFaultError, fault
from labs.local.directories import LocalDirectory
from labs.local.plan import Plan, ServicePlan
from labs.observe.memory import pss_mb
from labs.observe.processor import cpu_s
from labs.runtime import LabError
from labs.supervising.account import Account, may_execute
from labs.supervising.directories import LONGEST_BASE, LONGEST_NAME, cache_directory
from labs.supervising.errors import (
    BadLabNameError,
    DiskFullError,
    LabBusyError,
    NoPermissionError,
    PortBusyError,
)
from labs.supervising.lock import held, is_held
from labs.supervising.logs import LOG_KEPT_BYTES, LOG_LIMIT_BYTES, bound, tail
from labs.supervising.owner import Owner
from labs.supervising.ports import EPHEMERAL, LOW, claim, free_ports, is_free
from labs.supervising.processes import started_at
from labs.supervising.reports import Fault, Report
from labs.supervising.state import read_state, write_state
from tests.contract.labs.fake_runtime import FakeRuntime


def test_free_ports_differ_and_lie_below_the_ephemeral_ones():
    ports = free_ports(30)
    assert len(set(ports)) == 30
    assert all(LOW <= port < EPHEMERAL for port in ports)


def test_a_port_in_use_is_not_free(unused_socket):
    taken = unused_socket.getsockname()[1]
    assert not is_free(taken)
    with pytest.raises(PortBusyError) as busy:
        claim("gateway", taken)
    assert busy.value.params == {"part": "gateway", "port": taken}


@pytest.fixture
def unused_socket():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken


def test_a_labs_own_directory_is_closed_to_others(tmp_path):
    directory = LocalDirectory.of("shop", tmp_path / "labs")
    directory.create()
    assert stat.S_IMODE(directory.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(directory.base.stat().st_mode) == 0o711


@pytest.mark.parametrize("name", ["", ".", "..", "../other", "/etc", "a/b", "a.lock", "-a", "A"])
def test_a_name_that_could_lead_out_of_the_base_directory_is_refused(tmp_path, name):
    with pytest.raises(BadLabNameError):
        LocalDirectory.of(name, tmp_path / "labs")


def test_the_longest_name_leaves_room_for_every_socket():
    with pytest.raises(BadLabNameError):
        LocalDirectory.of("n" * (LONGEST_NAME + 1))
    directory = LocalDirectory(Path("/" + "b" * (LONGEST_BASE - 1)), "n" * LONGEST_NAME)
    sockets = directory.control, directory.postgres / f".s.PGSQL.{EPHEMERAL}"
    assert all(len(str(socket)) <= 107 for socket in sockets)


def test_a_base_directory_of_somebody_else_is_refused(tmp_path, monkeypatch):
    (tmp_path / "labs").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(NoPermissionError):
        LocalDirectory.of("shop", tmp_path / "labs")


def test_a_base_directory_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "labs").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NoPermissionError):
        LocalDirectory.of("shop", tmp_path / "labs")


def test_a_full_disk_is_said_to_be_full(tmp_path, monkeypatch):
    import shutil

    directory = LocalDirectory.of("shop", tmp_path / "labs")
    usage = shutil._ntuple_diskusage(2**30, 2**30 - 2**20, 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(DiskFullError) as full:
        directory.create()
    assert full.value.params["free_mb"] == 1
    assert not directory.root.exists()


@pytest.mark.parametrize("home", ["", "/nonexistent"])
def test_the_cache_has_a_place_without_a_home(home, monkeypatch):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", home)
    assert cache_directory().name == "cache"


def test_the_cache_follows_the_users_own_choice(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_directory() == tmp_path / "architecture-workbench"


def test_a_program_below_a_closed_directory_cannot_be_run_by_others(tmp_path):
    program = tmp_path / "bin" / "server"
    program.parent.mkdir(mode=0o700)
    program.touch(mode=0o755)
    assert not may_execute(Account(65534, 65534), program)


def test_a_plan_is_read_as_it_was_written(tmp_path):
    directory = LocalDirectory.of("shop", tmp_path / "labs")
    directory.create()
    plan = a_plan()
    plan.write(directory)
    assert Plan.read(directory) == plan
    assert stat.S_IMODE(directory.plan.stat().st_mode) == 0o600


def a_plan() -> Plan:
    return Plan(
        lab="shop",
        owner=Owner(1, 2),
        postgres_port=1,
        databases=("order",),
        valkey_port=2,
        nats_port=3,
        mail_port=7,
        gateway_port=4,
        gateway_admin_port=5,
        launch=("true",),
        services=(ServicePlan("order", "order-1", "127.0.0.1", 6),),
    )


def test_each_database_has_a_url_with_the_labs_own_password():
    plan = a_plan()
    directory = LocalDirectory(Path("/labs"), "shop")
    url = plan.database_urls(directory)["order"]
    assert url == f"postgresql://shop:{plan.password}@127.0.0.1:1/order"
    assert a_plan().password != plan.password


def test_a_process_is_known_by_its_number_and_its_start():
    mine = Owner.of(os.getpid())
    assert mine.alive()
    assert not Owner(mine.pid, mine.started - 1).alive()
    assert started_at(2**22 + 1) is None


def test_the_state_is_read_as_it_was_written_and_rubbish_is_no_state(tmp_path):
    directory = LocalDirectory.of("shop", tmp_path / "labs")
    directory.create()
    write_state(directory, [os.getpid()])
    state = read_state(directory.state)
    assert state is not None
    assert state.processes == (Owner.of(os.getpid()),)
    directory.state.write_text("{")
    assert read_state(directory.state) is None


def test_a_log_is_cut_to_its_end_and_a_writer_goes_on(tmp_path):
    log = tmp_path / "order.log"
    with log.open("ab") as writer:
        writer.write(b"x" * LOG_LIMIT_BYTES + b"\nlast\n")
        writer.flush()
        bound(log)
        writer.write(b"next\n")
    assert tail(log, 2) == ["last", "next"]
    assert log.stat().st_size == LOG_KEPT_BYTES + len("next\n")


def test_what_the_parts_and_the_gateway_write_without_end_is_known(tmp_path):
    directory = LocalDirectory.of("shop", tmp_path / "labs")
    directory.create()
    for log in (directory.log("order-1"), directory.access_log):
        log.write_bytes(b"x" * (LOG_LIMIT_BYTES + 1))
    for log in directory.endless():
        bound(log)
    sizes = {log.stat().st_size for log in (directory.log("order-1"), directory.access_log)}
    assert sizes == {LOG_KEPT_BYTES}


def test_a_short_log_is_left_alone_and_a_missing_one_is_no_error(tmp_path):
    log = tmp_path / "order.log"
    log.write_text("one\n\ntwo\n")
    bound(log)
    bound(tmp_path / "missing.log")
    assert tail(log, 5) == ["one", "two"]
    assert tail(tmp_path / "missing.log", 5) == []


def test_an_error_of_another_process_keeps_its_code_and_its_data():
    error = LabError.reported("port-busy", {"part": "valkey", "port": 7})
    assert error.code == "port-busy"
    assert str(error) == "port-busy: {'part': 'valkey', 'port': 7}"
    assert LabError.code == "failed"


def test_a_report_survives_the_pipe():
    import msgspec

    report = Report(error=Fault("part-ended", {"part": "nats", "status": 1, "reason": "no"}))
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report


def test_memory_of_this_process_is_counted_and_of_none_is_nothing():
    assert pss_mb([os.getpid()]) > 1
    assert pss_mb([2**22 + 1]) == 0


def test_what_this_process_computed_is_counted_and_of_none_is_nothing():
    assert 0 < cpu_s([os.getpid()]) <= time.process_time() + 1
    assert cpu_s([2**22 + 1]) == 0


def test_an_unknown_fault_is_named_with_the_known_ones():
    with pytest.raises(UnknownFaultError) as unknown:
        fault("flood")
    assert "kill" in str(unknown.value.params["known"])


def test_a_fault_is_done_and_undone_through_the_runtime():
    from generators.blueprint import Blueprint

    runtime = FakeRuntime()
    services = {"shop": {"modules": ["orders"]}}
    runtime.up(Blueprint.model_validate({"name": "shop", "services": services}))
    before = runtime.status()
    FAULTS["pause"].inject(runtime, "shop", "shop")
    assert runtime.status() != before
    FAULTS["pause"].heal(runtime, "shop", "shop")
    assert runtime.status() == before


def test_a_lock_is_held_by_one_at_a_time(tmp_path):
    directory = LocalDirectory.of("shop", tmp_path / "labs")
    with held(directory, 0):
        assert is_held(directory)
        with pytest.raises(LabBusyError), held(directory, 0.05):
            pass
    assert not is_held(directory)


def test_a_lock_leaves_no_file_where_there_is_no_lab(tmp_path):
    directory = LocalDirectory.of("shop", tmp_path / "labs")
    with held(directory, 0):
        directory.create()
    assert directory.lock.exists()
    with held(directory, 0):
        directory.remove()
    assert not directory.lock.exists()


def test_a_lock_on_a_file_that_is_gone_locks_nobody_out(tmp_path):
    directory = LocalDirectory.of("shop", tmp_path / "labs")
    with held(directory, 0):
        directory.lock.unlink()
        with held(directory, 0):
            assert directory.lock.exists()
