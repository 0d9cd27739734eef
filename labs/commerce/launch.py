"""The launcher: `python -m labs.commerce.launch SPEC.json [--on-demand]`.

Imports the shop once, then forks a child for each replica, so that all share that memory.

Standard output carries one JSON object a line: `{"started": "order-1", "pid": 4711}`,
`{"exited": "order-1", "pid": 4711, "code": -9}` (negative: the signal), and from the replica itself
`{"serves": "order-1"}` once it can do its work. Standard input takes
`{"restart": "order-1"}`, `{"stop": "order-1"}` and `{"start": "order-1"}`; its end ends everything.
`{"arm": "order-1", "at": "after-commit:OrderCreated"}` has a replica end itself at a crash point;
once it will, it answers `{"armed": "order-1", "at": "after-commit:OrderCreated"}`. What cannot be
done is answered by `{"refused": "order-1", "reason": "…"}`.

With `--on-demand` nothing starts unasked: the import then overlaps with the start of the servers.
"""

import gc
import os
import selectors
import signal
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec

from labs.commerce import replica
from labs.commerce.host import Host, preload
from labs.commerce.platform import crash_points
from labs.commerce.spec import Spec, SpecError, read_spec

_GRACE_S = 2.0
_USAGE = 2
_ON_DEMAND = "--on-demand"


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of standard input: one verb with the replica it is about."""

    start: str = ""
    restart: str = ""
    stop: str = ""
    arm: str = ""
    at: str = ""
    """Where an armed replica ends itself; empty: nowhere any more."""


class Launcher:
    """Parent of every replica."""

    def __init__(self, spec: Spec) -> None:
        # composed once, forked as often as asked: the replicas share what their hosts are made of
        self._hosts = {d.instance: Host(spec, d) for d in spec.deployables}
        self._pids: dict[str, int] = {}
        self._arming: dict[str, int] = {}
        """Replica -> the way to it that says where it is to crash."""
        self._wanted_again: set[str] = set()
        self._unread = b""

    def start_all(self) -> None:
        """Fork a child for every replica."""
        for instance in self._hosts:
            self._start(instance)

    def hear(self, text: bytes) -> None:
        """Carry out every whole line of standard input that has arrived."""
        *lines, self._unread = (self._unread + text).split(b"\n")
        for line in lines:
            self._obey(line)

    def _obey(self, line: bytes) -> None:
        try:
            order = msgspec.json.decode(line, type=Order)
        except msgspec.MsgspecError as error:
            report(refused=line.decode(errors="replace"), reason=str(error))
            return
        instance = order.start or order.restart or order.stop or order.arm
        if instance not in self._hosts:
            report(refused=instance, reason="no such replica")
        elif order.arm:
            self._arm(instance, order.at)
        elif order.stop or (order.restart and instance in self._pids):
            if order.restart:
                self._wanted_again.add(instance)
            self._signal(instance, signal.SIGTERM)
        elif instance in self._pids:
            report(refused=instance, reason="its end was not seen yet")
        else:
            self._start(instance)

    def reap(self) -> None:
        """Report children that ended; start again those that were asked to restart."""
        for instance, pid in list(self._pids.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                continue
            del self._pids[instance]
            os.close(self._arming.pop(instance))
            report(exited=instance, pid=pid, code=os.waitstatus_to_exitcode(status))
            if instance in self._wanted_again:
                self._wanted_again.discard(instance)
                self._start(instance)

    def stop_all(self) -> None:
        """End every child: politely, then for certain."""
        self._wanted_again.clear()
        for instance in list(self._pids):
            self._signal(instance, signal.SIGTERM)
        deadline = time.monotonic() + _GRACE_S
        while self._pids and time.monotonic() < deadline:
            self.reap()
            time.sleep(0.01)
        for instance in list(self._pids):
            self._signal(instance, signal.SIGKILL)
        while self._pids:
            self.reap()

    def _start(self, instance: str) -> None:
        launcher_pid = os.getpid()
        heard, said = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.dup2(heard, 0)
            for way in (heard, said, *self._arming.values()):
                os.close(way)
            _become(self._hosts[instance], launcher_pid)
        os.close(heard)
        self._pids[instance], self._arming[instance] = pid, said
        report(started=instance, pid=pid)

    def _arm(self, instance: str, points: str) -> None:
        try:
            crash_points.parse(points)
        except ValueError as error:
            report(refused=points, reason=str(error))
            return
        if instance not in self._arming:
            report(refused=instance, reason="it does not run")
            return
        with suppress(BrokenPipeError):  # its end will be told
            os.write(self._arming[instance], points.encode() + b"\n")

    def _signal(self, instance: str, number: signal.Signals) -> None:
        pid = self._pids.get(instance)
        if pid is not None:
            os.kill(pid, number)


def _become(host: Host, launcher_pid: int) -> None:
    """Turn a freshly forked child into the replica; never returns to the launcher's code."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
        told, instance = os.dup(1), host.deployable.instance
        replica.run(
            host,
            launcher_pid,
            partial(report, told, serves=instance),
            lambda points: report(told, armed=instance, at=points),
        )
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - whatever it was, it belongs in the log
        sys.stderr.write(f"died: {error!r}\n")
    finally:
        sys.stderr.flush()
        os._exit(code)


def report(to: int = 1, /, **fields: str | int) -> None:
    """Write one line for the supervisor; a supervisor that is gone is told nothing."""
    try:
        os.write(to, msgspec.json.encode(fields) + b"\n")
    except BrokenPipeError:
        return


def main(arguments: list[str]) -> int:
    """Launch the specification named on the command line. Exit 2: it cannot be launched."""
    on_demand = arguments[1:] == [_ON_DEMAND]
    if len(arguments) != 1 + on_demand:
        sys.stderr.write(f"usage: python -m labs.commerce.launch SPEC.json [{_ON_DEMAND}]\n")
        return _USAGE
    try:
        spec = read_spec(Path(arguments[0]))
        preload(spec)
        launcher = Launcher(spec)
    except SpecError as error:
        for problem in error.problems:
            report(problem=problem)
        return _USAGE
    gc.collect()
    gc.freeze()
    _supervise(launcher, start=not on_demand)
    return 0


def _supervise(launcher: Launcher, *, start: bool) -> None:
    """Carry out orders and reap children until standard input or a signal says stop."""
    wake_read, wake_write = os.pipe()
    for end in (wake_read, wake_write):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake_write)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        selector.register(wake_read, selectors.EVENT_READ)
        if start:
            launcher.start_all()
        while _turn(launcher, selector, wake_read):
            pass
    launcher.stop_all()


def _turn(launcher: Launcher, selector: selectors.BaseSelector, wake_read: int) -> bool:
    """Wait for something to happen and deal with it. False: it is time to stop."""
    ready = {key.fd for key, _ in selector.select()}
    if wake_read in ready:
        if {signal.SIGTERM, signal.SIGINT} & set(os.read(wake_read, 256)):
            return False
        launcher.reap()
    if 0 in ready:
        text = os.read(0, 65536)
        if not text:
            return False
        launcher.hear(text)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
