"""A fork server that speaks the launch protocol and serves nothing but its readiness.

`python trivial_shop.py order-1=21001 ...`: it lets the tests of the supervisor fail, kill and
freeze services without the shop.
"""

import ctypes
import json
import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

libc = ctypes.CDLL(None)


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        pass


def fork(name: str, port: int) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        libc.prctl(1, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)
        HTTPServer(("127.0.0.1", port), Ready).serve_forever()
    say(started=name, pid=pid)
    return pid


def say(**event: object) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def reap(names: dict[int, str]) -> None:
    while True:
        pid, status = os.wait()
        say(exited=names[pid], pid=pid, code=os.waitstatus_to_exitcode(status))


def main() -> None:
    ports = {name: int(port) for name, _, port in (word.partition("=") for word in sys.argv[1:])}
    names: dict[int, str] = {}
    for line in sys.stdin:
        name = json.loads(line)["start"]
        names[fork(name, ports[name])] = name
        if len(names) == 1:
            threading.Thread(target=reap, args=(names,), daemon=True).start()


if __name__ == "__main__":
    main()
