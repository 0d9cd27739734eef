"""A stand-in for kubectl, put on the path of tests: the commands that labs give, and no others.

It passes connections on to the stand-in API server. What it prints is what kubectl prints; what it
cannot do (a port of a pod, a command in a pod) it tells that server, and does nothing.
"""

import json
import os
import socket
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

API = "STAND_IN_API"
CONTEXTS = "STAND_IN_CONTEXTS"
"""Separated by spaces; the first is the current one."""
CONTEXT = "kind-test"
SWITCHES = {"--follow"}
LOOK_EVERY_S = 0.05
LAUNCHER = """#!{python}
import sys
sys.path.insert(0, {root!r})
from tests.kubernetes.stand_in_kubectl import main
sys.exit(main(sys.argv[1:]))
"""


def install(folder: Path) -> None:
    """Put it into a folder as `kubectl`."""
    program = folder / "kubectl"
    root = str(Path(__file__).parents[2])
    program.write_text(LAUNCHER.format(python=sys.executable, root=root))
    program.chmod(0o755)


def main(arguments: list[str]) -> int:
    options = {}
    words = iter(arguments)
    plain = []
    for word in words:
        if word == "--":
            plain += list(words)
        elif word.startswith("-"):
            options[word] = "" if word in SWITCHES else next(words)
        else:
            plain.append(word)
    known = os.environ.get(CONTEXTS, CONTEXT).split()
    if plain[:2] == ["config", "view"]:
        listed = [{"name": name} for name in known]
        print(json.dumps({"contexts": listed, "current-context": "".join(known[:1])}))  # noqa: T201
        return 0
    if options.get("--context") not in known:
        sys.stderr.write(f'error: context "{options.get("--context")}" does not exist\n')
        return 1
    return _with_cluster(plain, options)


def _with_cluster(plain: list[str], options: dict[str, str]) -> int:
    match plain:
        case ["proxy"] if "--unix-socket" in options:
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(options["--unix-socket"])
            return _serve(listener, options["--unix-socket"])
        case ["proxy"]:
            return _serve(_on_port(int(options["--port"])), options["--port"])
        case ["port-forward", _, ports]:
            return _serve(_on_port(int(ports.partition(":")[0])), ports)
        case ["exec", pod, *command]:
            told = {"namespace": options["--namespace"], "pod": pod, "command": command}
            return _tell("/stand-in/commands", told)
        case ["logs", target] if "--follow" in options:
            return _follow(f"/stand-in/logs/{options['--namespace']}/{target}", options)
    sys.stderr.write(f"error: the stand-in knows no such command: {plain}\n")
    return 1


def _on_port(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))


def _serve(listener: socket.socket, place: str) -> int:
    listener.listen(64)
    print(f"Starting to serve on {place}", flush=True)  # noqa: T201
    while True:
        near, _ = listener.accept()
        far = socket.create_connection(_address())
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for each in (one, other):  # an end that nobody reads would hold up who writes to it
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _tell(path: str, told: dict[str, object]) -> int:
    """Whoever acts for a kubelet says what the command would, and how it would end."""
    connection = HTTPConnection(*_address(), timeout=20)
    connection.request("POST", path, json.dumps(told))
    said = json.loads(connection.getresponse().read())
    print(said.get("says", ""), end="")  # noqa: T201
    return int(said.get("ends", 0))


def _follow(path: str, options: dict[str, str]) -> int:
    """Print a log as it grows; with `--since` only what comes from now on."""
    known = len(_text(path)) if "--since" in options else 0
    while True:
        text = _text(path)
        print(text[known:], end="", flush=True)  # noqa: T201
        known = len(text)
        time.sleep(LOOK_EVERY_S)


def _text(path: str) -> str:
    connection = HTTPConnection(*_address(), timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.read().decode() if answer.status == 200 else ""


def _address() -> tuple[str, int]:
    host, _, port = os.environ[API].partition(":")
    return host, int(port)
