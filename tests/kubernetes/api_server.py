"""A stand-in API server: no cluster, but it speaks the API's JSON over HTTP on loopback.

It keeps what is applied, tells watches of it, and runs nothing. Its answers are written after the
API reference (https://kubernetes.io/docs/reference/kubernetes-api/), none is a recording. Core
objects are held to the schemas of `kubernetes-validate`; refusals that only a cluster's settings
explain (quota, admission, rights) are put in by the test that wants them.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import kubernetes_validate

from tests.kubernetes.served import CORE, Json, Kind, discovered, prefix

Query = Mapping[str, str]


class ApiServer:
    """What it holds, what it refuses, and what it was asked."""

    def __init__(self) -> None:
        self.version = "v1.34.2"
        self.kinds: dict[str, tuple[Kind, ...]] = dict(CORE)
        self.judges = True
        """Whether objects are held to their schemas, which takes its time."""
        self.resizes = True
        """Whether it changes the resources of running pods, as from 1.33 on."""
        self.objects: dict[str, Json] = {}
        """Path -> object."""
        self.refusals: dict[str, Json] = {}
        """Path -> the `Status` that every request for it gets."""
        self.busy = 0
        """How many requests yet are put off, as by API priority and fairness."""
        self.texts: dict[str, str] = {}
        """Path and query -> text, for logs."""
        self.asked: list[str] = []
        """Method and path, in the order they came."""
        self.reactions: list[Callable[[str, Json | None], None]] = []
        """Told of every object that was put in or taken out, as controllers are."""
        self.besides: dict[str, Callable[[Json], Json]] = {}
        """Path -> what is done with what is posted there, and the answer; no part of the real API.
        """
        self.said: dict[str, set[tuple[str, str]]] = {}
        """Path -> labels and annotations of those who apply."""
        self.changed = threading.Condition()
        self.hung_up = 0
        self.changes: list[tuple[str, str, Json]] = []
        """What watches hear: type, path, object."""

    def put(self, path: str, stored: Json) -> None:
        """Store an object and tell the watches and the controllers."""
        with self.changed:
            kind = "MODIFIED" if path in self.objects else "ADDED"
            self.objects[path] = stored
            self.changes.append((kind, path, stored))
            self.changed.notify_all()
        for react in self.reactions:
            react(path, stored)

    def take(self, path: str) -> Json | None:
        """Remove an object, and what is inside where it is a namespace."""
        with self.changed:
            gone = self.objects.pop(path, None)
            home = path.removeprefix("/api/v1") + "/"
            inside = [
                each for each in self.objects if home.startswith("/namespaces/") and home in each
            ]
            if gone is not None:
                self.changes.append(("DELETED", path, gone))
                self.changed.notify_all()
        for each in inside if gone else ():
            self.take(each)
        for react in self.reactions if gone else ():
            react(path, None)
        return gone

    def expire(self) -> None:
        """Tell every watch that it is behind by too much, and end it."""
        gone = status(410, "Expired", "too old resource version: 1 (2)")
        with self.changed:
            self.changes.append(("ERROR", "", gone))
        self.hang_up()

    def hang_up(self) -> None:
        """End every watch, as servers do now and then."""
        with self.changed:
            self.hung_up += 1
            self.changed.notify_all()

    def namespace(self, name: str) -> None:
        """Have a namespace."""
        named = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
        self.put(f"/api/v1/namespaces/{name}", named)

    def answer(self, method: str, path: str, query: Query, body: bytes) -> tuple[int, Json | str]:
        """The status and the document that a request gets."""
        self.asked.append(f"{method} {path}")
        if (found := discovered(path, self.kinds, self.version)) is not None:
            return 200, found
        if self.busy:
            self.busy -= 1
            return 429, status(429, "TooManyRequests", "too many requests, please try again later")
        if refusal := self.refusals.get(path):
            return int(refusal["code"]), refusal
        if path in self.besides:
            return 200, self.besides[path](json.loads(body))
        if path.startswith("/stand-in/logs/"):
            return 200, self.texts.get(path, "")
        return self._about_objects(method, path, query, body)

    def _about_objects(
        self, method: str, path: str, query: Query, body: bytes
    ) -> tuple[int, Json | str]:
        if path.endswith("/log"):
            return self._log(path, query)
        if path.endswith("/resize"):
            return self._resized(path.removesuffix("/resize"), json.loads(body))
        if method == "PATCH":
            return self._applied(path, query, json.loads(body))
        if method == "DELETE":
            gone = self.take(path)
            return (404, not_found(path)) if gone is None else (200, gone)
        return self._read(path, query)

    def below(self, folder: str, labels: str = "") -> list[Json]:
        """The objects of a folder, in one namespace or in all."""
        resource = folder.rpartition("/")[2]
        start = folder.removesuffix(resource)
        found = [
            each
            for path, each in self.objects.items()
            if path.startswith(start) and path.split("/")[-2] == resource
        ]
        return [each for each in found if _carries(each["metadata"].get("labels") or {}, labels)]

    def is_folder(self, path: str) -> bool:
        return path.rpartition("/")[2] in {k.plural for each in self.kinds.values() for k in each}

    def _read(self, path: str, query: Query) -> tuple[int, Json]:
        if path in self.objects:
            return 200, self.objects[path]
        if not self.is_folder(path):
            return 404, not_found(path)
        items = self.below(path, query.get("labelSelector", ""))
        return 200, {"kind": "List", "apiVersion": "v1", "metadata": {}, "items": items}

    def _log(self, path: str, query: Query) -> tuple[int, Json | str]:
        before = "previous " if query.get("previous") else ""
        text = self.texts.get(f"{before}{path}")
        if text is None:
            return 404, not_found(path.removesuffix("/log"))
        return 200, "\n".join(text.splitlines()[-int(query["tailLines"]) :])

    def _resized(self, path: str, wanted: Json) -> tuple[int, Json]:
        """As a strategic merge: containers of the same name, and of those each quantity."""
        if not self.resizes:
            return 404, status(404, "NotFound", "the server could not find the requested resource")
        pod = json.loads(json.dumps(self.objects[path]))
        (asked,) = wanted["spec"]["containers"]
        (own,) = [c for c in pod["spec"]["containers"] if c["name"] == asked["name"]]
        for field, quantities in asked["resources"].items():
            own.setdefault("resources", {}).setdefault(field, {}).update(quantities)
        self.put(path, pod)
        return 200, pod

    def _applied(self, path: str, query: Query, wanted: Json) -> tuple[int, Json]:
        home = path.rpartition("/namespaces/")[2].split("/")
        if len(home) > 1 and f"/api/v1/namespaces/{home[0]}" not in self.objects:
            return 404, not_found(f"/api/v1/namespaces/{home[0]}")
        if self.judges and (flaw := _flaw(wanted)):
            return int(flaw["code"]), flaw
        if "dryRun" not in query:
            self.put(path, self._merged(path, wanted))
        return 200, wanted

    def _merged(self, path: str, wanted: Json) -> Json:
        """The whole of an object: of labels and annotations those go that are said no more."""
        before = self.objects.get(path, {"metadata": {}})
        metadata, said = {**before["metadata"], **wanted["metadata"]}, set()
        for field in ("labels", "annotations"):
            now = wanted["metadata"].get(field) or {}
            kept = before["metadata"].get(field) or {}
            earlier = {key for place, key in self.said.get(path, ()) if place == field}
            metadata[field] = {k: v for k, v in kept.items() if k not in earlier} | now
            said |= {(field, key) for key in now}
        self.said[path] = said
        return {**before, **wanted, "metadata": metadata}


def _carries(labels: Json, selector: str) -> bool:
    wanted = (each.partition("=") for each in selector.split(",") if each)
    return all(key in labels and (not equals or labels[key] == to) for key, equals, to in wanted)


def _flaw(wanted: Json) -> Json | None:
    """What the published schema says against an object."""
    try:
        kubernetes_validate.validate(wanted, "1.34", strict=True)
    except kubernetes_validate.ValidationError as error:
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.path)
        field = "".join(steps).removeprefix(".")
        name, kind = wanted["metadata"]["name"], wanted["kind"]
        cause = {"reason": "FieldValueInvalid", "message": error.message, "field": field}
        message = f'{kind} "{name}" is invalid: {field}: {error.message}'
        return status(422, "Invalid", message, name=name, kind=kind, causes=[cause])
    except kubernetes_validate.SchemaNotFoundError:
        return None  # a kind of somebody's own
    return None


def status(code: int, reason: str, message: str, **details: object) -> Json:
    """A refusal as the API reference describes it."""
    return {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": message,
        "reason": reason,
        "code": code,
        "details": details,
    }


def not_found(path: str) -> Json:
    resource, name = path.split("/")[-2:]
    return status(404, "NotFound", f'{resource} "{name}" not found', name=name, kind=resource)


@contextmanager
def serving(api: ApiServer) -> Iterator[tuple[str, int]]:
    """The address it answers at."""

    class Handler(_Handler):
        served = api

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield "127.0.0.1", server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: ApiServer

    def answer(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[-1] for key, values in parse_qs(url.query).items()}
        if query.get("watch") and url.path not in self.served.refusals:
            with suppress(BrokenPipeError):  # who watched has seen enough
                self.watch(url.path, float(query.get("timeoutSeconds", "60")))
            return
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        code, document = self.served.answer(self.command, url.path, query, body)
        text = document if isinstance(document, str) else json.dumps(document)
        self.send_response(code)
        self.send_header("content-type", "application/json")
        if code == HTTPStatus.TOO_MANY_REQUESTS:
            self.send_header("retry-after", "0")
        self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def watch(self, folder: str, seconds: float) -> None:
        """What there is, then what happens, a line each."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        with self.served.changed:
            heard, hung_up = len(self.served.changes), self.served.hung_up
            there = self.served.below(folder)
        for each in there:
            self.tell("ADDED", each)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self.served.hung_up == hung_up:
            with self.served.changed:
                if len(self.served.changes) == heard:
                    self.served.changed.wait(left)
                news, heard = self.served.changes[heard:], len(self.served.changes)
            for kind, path, each in news:
                if kind == "ERROR" or path.startswith(f"{folder}/"):
                    self.tell(kind, each)

    def tell(self, kind: str, changed: Json) -> None:
        self.wfile.write(json.dumps({"type": kind, "object": changed}).encode() + b"\n")
        self.wfile.flush()

    do_GET = do_PATCH = do_DELETE = do_POST = answer  # noqa: N815 - names of the library's

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


__all__ = ["ApiServer", "not_found", "prefix", "serving", "status"]
