"""A cluster by its API: JSON over whatever connection leads there."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import quote, urlencode

from labs.kubernetes.cluster import Change, Resource
from labs.kubernetes.errors import (
    ForbiddenError,
    RefusedError,
    UnauthorizedError,
    UnreachableError,
)
from labs.kubernetes.objects import Json, Reference, reference
from labs.kubernetes.status import Refusal, refusal

FIELD_MANAGER = "architecture-workbench"
"""Who the server notes as the owner of what we apply."""

ANSWER_WITHIN_S = 20.0
BUSY_AT_MOST_S = 20.0
"""How long a server that has too much to do is asked again."""

NAMESPACE = "default"
"""Of objects that name none."""

_APPLY = "application/apply-patch+yaml"  # JSON is YAML
_MERGE = "application/strategic-merge-patch+json"
_REASON = 300
"""Characters of an answer in prose that are told."""


class ApiCluster:
    """Speaks with one API server; every request is a connection of its own."""

    def __init__(self, name: str, connect: Callable[[float], HTTPConnection]) -> None:
        self.name = name
        self._connect = connect
        self._served: dict[str, Mapping[str, Resource]] = {}

    def version(self) -> str:
        """What the server says it is."""
        return str(self._ask("GET", "/version")["gitVersion"])

    def serves(self, api: str) -> Mapping[str, Resource]:
        """Kind -> resource of an API version."""
        if api not in self._served:
            self._served[api] = self._discovered(api)
        return self._served[api]

    def get(self, wanted: Reference) -> Json | None:
        """An object as it is; None where there is none."""
        try:
            return self._ask("GET", self._path(wanted))
        except RefusedError as error:
            if error.refusal.code == HTTPStatus.NOT_FOUND:
                return None
            raise

    def find(self, api: str, kind: str, namespace: str = "", labels: str = "") -> Sequence[Json]:
        """The objects of a kind that carry the labels."""
        query = {"labelSelector": labels} if labels else {}
        listed = self._ask("GET", self._folder(api, kind, namespace), query)
        # the items of a list leave out what all of them have in common
        return [{"apiVersion": api, "kind": kind, **item} for item in listed.get("items") or []]

    def watch(self, api: str, kind: str, namespace: str, *, within_s: float) -> Iterator[Change]:
        """First all objects there are, then each change as it comes."""
        deadline = time.monotonic() + within_s
        path, known = self._folder(api, kind, namespace), dict[Reference, Json]()
        while (left_s := deadline - time.monotonic()) > 0:
            query = {"watch": "true", "timeoutSeconds": str(max(1, int(left_s)))}
            for change in self._changes(path, query, left_s):
                known[reference(change.object)] = change.object
                yield change
            # it broke: what went meanwhile is told by no watch, which begins with what there is
            there = {reference(each) for each in self.find(api, kind, namespace)}
            for gone in [each for each in known if each not in there]:
                yield Change(gone=True, object=known.pop(gone))

    def apply(self, wanted: Json, *, dry_run: bool = False) -> Json:
        """Make an object what it should be, or only ask whether that would do."""
        query = {"fieldManager": FIELD_MANAGER, "force": "true", "fieldValidation": "Strict"}
        if dry_run:
            query["dryRun"] = "All"
        return self._ask("PATCH", self._path(reference(wanted)), query, wanted)

    def resize(self, pod: Reference, container: str, resources: Json) -> None:
        """Let a running container take this much from now on."""
        changed = {"spec": {"containers": [{"name": container, "resources": resources}]}}
        self._ask("PATCH", self._path(pod) + "/resize", {}, changed, _MERGE)

    def delete(self, unwanted: Reference, *, at_once: bool = False) -> bool:
        """Begin to remove an object with all that it owns."""
        query = {"propagationPolicy": "Background"}
        if at_once:
            query["gracePeriodSeconds"] = "0"
        try:
            self._ask("DELETE", self._path(unwanted), query)
        except RefusedError as error:
            if error.refusal.code == HTTPStatus.NOT_FOUND:
                return False
            raise
        return True

    def log(
        self, pod: Reference, container: str, *, lines: int, previous: bool = False
    ) -> Sequence[str]:
        """The last lines of a container."""
        query = {"container": container, "tailLines": str(lines)}
        if previous:
            query["previous"] = "true"
        return self._text("GET", self._path(pod) + "/log", query).splitlines()

    def _discovered(self, api: str) -> Mapping[str, Resource]:
        try:
            listed = self._ask("GET", _prefix(api))
        except RefusedError as error:
            if error.refusal.code == HTTPStatus.NOT_FOUND:
                return {}
            raise
        return {
            each["kind"]: Resource(each["name"], bool(each["namespaced"]))
            for each in listed.get("resources") or []
            if "/" not in each["name"]  # a part of a resource, such as `pods/log`
        }

    def _path(self, wanted: Reference) -> str:
        folder = self._folder(wanted.api, wanted.kind, wanted.namespace or NAMESPACE)
        return f"{folder}/{quote(wanted.name)}"

    def _folder(self, api: str, kind: str, namespace: str) -> str:
        found = self.serves(api).get(kind)
        if found is None:
            message = f'no matches for kind "{kind}" in version "{api}"'
            told = Refusal(HTTPStatus.NOT_FOUND, "NoKindMatch", message, kind)
            raise RefusedError(kind, message, told)
        inside = f"/namespaces/{quote(namespace)}" if found.namespaced and namespace else ""
        return f"{_prefix(api)}{inside}/{found.plural}"

    def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Json | None = None,
        written: str = _APPLY,
    ) -> Json:
        text = self._text(method, path, query or {}, body, written)
        try:
            answer: Json = json.loads(text)
        except ValueError:
            raise UnreachableError(self.name, text.strip()[:_REASON]) from None
        return answer

    def _text(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: Json | None = None,
        written: str = _APPLY,
    ) -> str:
        deadline = time.monotonic() + BUSY_AT_MOST_S
        while True:
            response, text = self._answer(method, path, query, body, written)
            if response.status < HTTPStatus.BAD_REQUEST:
                return text
            again_after_s = _again_after_s(response)
            if again_after_s is None or time.monotonic() + again_after_s > deadline:
                raise self._failure(response.status, path, text)
            time.sleep(again_after_s)

    def _answer(
        self, method: str, path: str, query: Mapping[str, str], body: Json | None, written: str
    ) -> tuple[HTTPResponse, str]:
        connection = self._connect(ANSWER_WITHIN_S)
        try:
            response = _sent(connection, method, path, query, body, written)
            return response, response.read().decode(errors="replace")
        except (OSError, HTTPException) as error:
            raise UnreachableError(self.name, str(error) or type(error).__name__) from error
        finally:
            connection.close()

    def _changes(self, path: str, query: Mapping[str, str], left_s: float) -> Iterator[Change]:
        connection = self._connect(left_s)
        try:
            response = _sent(connection, "GET", path, query)
            if response.status >= HTTPStatus.BAD_REQUEST:
                raise self._failure(response.status, path, response.read().decode())
            for line in response:
                if (change := _change(json.loads(line))) is not None:
                    yield change
        except (TimeoutError, HTTPException, ValueError):
            return  # it broke, or nothing happened any more: whoever watches begins anew
        except OSError as error:
            raise UnreachableError(self.name, str(error)) from error
        finally:
            connection.close()

    def _failure(self, code: int, path: str, text: str) -> Exception:
        try:
            told = refusal(json.loads(text))
        except (ValueError, AttributeError):
            told = Refusal(code, "", text.strip()[:_REASON])
        if code == HTTPStatus.UNAUTHORIZED:
            return UnauthorizedError(self.name, told.message)
        if code == HTTPStatus.FORBIDDEN:
            return ForbiddenError(self.name, told.message, told)
        if code >= HTTPStatus.INTERNAL_SERVER_ERROR and not told.reason:  # kubectl's own words
            return UnreachableError(self.name, told.message)
        return RefusedError(told.name or path, told.message, told)


def _sent(
    connection: HTTPConnection,
    method: str,
    path: str,
    query: Mapping[str, str],
    body: Json | None = None,
    written: str = _APPLY,
) -> HTTPResponse:
    target = f"{path}?{urlencode(query)}" if query else path
    content = None if body is None else json.dumps(body).encode()
    headers = {"Accept": "application/json", "Content-Type": written}
    connection.request(method, target, content, headers)
    return connection.getresponse()


def _again_after_s(response: HTTPResponse) -> float | None:
    """When a server that has too much to do just now, and did nothing, wants to be asked again."""
    if response.status != HTTPStatus.TOO_MANY_REQUESTS:
        return None
    after = response.headers.get("Retry-After", "")
    return float(after) if after.isdecimal() else 1.0


def _change(told: Json) -> Change | None:
    """None for what a watch says of itself."""
    if told["type"] in {"ADDED", "MODIFIED", "DELETED"}:
        return Change(told["type"] == "DELETED", told["object"])
    return None


def _prefix(api: str) -> str:
    return f"/apis/{api}" if "/" in api else f"/api/{api}"
