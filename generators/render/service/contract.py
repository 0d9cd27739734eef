"""What a module has promised: its public operations, its calls, its events, and their messages."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from keyword import iskeyword
from typing import Any

from content.contracts import event_schemas, module_contracts, public_api

Json = dict[str, Any]

_ANSWERS = frozenset({"Failure", "Fault"})
"""The shape of every refusal, which the platform knows."""
TOKEN = "accessToken"  # noqa: S105 - the name of a scheme


@dataclass(frozen=True, slots=True)
class Parameter:
    """What is read from the path, the query string or a header."""

    name: str
    place: str
    required: bool
    schema: Json


@dataclass(frozen=True, slots=True)
class Operation:
    """One public operation."""

    name: str
    method: str
    path: str
    """Below the module's prefix."""
    parameters: tuple[Parameter, ...]
    takes: Json | None
    gives: Json | None
    status: int
    further: Mapping[int, Json | None]
    """Other successes."""
    is_json: bool
    needs_token: bool
    """Only an access token lets a caller in."""
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One method that other modules call."""

    name: str
    about: str
    idempotent: bool
    takes: Json
    gives: Json


@dataclass(frozen=True, slots=True)
class UseCase:
    """A request of the monolith that begins with the module."""

    title: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    touches: tuple[str, ...]
    """Other modules that it leads to."""


@dataclass(frozen=True, slots=True)
class Contract:
    """Everything that is known of a module."""

    module: str
    prefix: str
    """Where the shop has it; a blueprint may mount it elsewhere."""
    about: str
    operations: tuple[Operation, ...]
    calls: tuple[Call, ...]
    asks: tuple[str, ...]
    hears: tuple[str, ...]
    tells: tuple[str, ...]
    entities: tuple[str, ...]
    use_cases: tuple[UseCase, ...]

    def method(self, operation: Operation) -> str:
        """What the operation is called in the service, where a call may have its name."""
        taken = {call.name for call in self.calls}
        return f"{operation.name}_public" if operation.name in taken else operation.name

    def messages(self) -> Iterator[Json]:
        """Everything that the module takes and gives."""
        for operation in self.operations:
            yield from filter(None, (operation.takes, operation.gives, *operation.further.values()))
        for call in self.calls:
            yield from (call.takes, call.gives)


@cache
def contract(module: str) -> Contract | None:
    """The contract of a module of the shop; none of any other."""
    known = module_contracts()["modules"].get(module)
    if known is None:
        return None
    cases = (
        UseCase(case["title"], *(tuple(case[key]) for key in ("reads", "writes", "touches")))
        for case in known["serves"]
    )
    return Contract(
        module=module,
        prefix=known["prefix"],
        about=known["about"],
        operations=tuple(_operations(module, known["prefix"])),
        calls=tuple(Call(name=name, **call) for name, call in known["calls"].items()),
        asks=tuple(known["asks"]),
        hears=tuple(known["hears"]),
        tells=tuple(known["tells"]),
        entities=tuple(known["entities"]),
        use_cases=tuple(cases),
    )


@cache
def schemas() -> Mapping[str, Json]:
    """Every message by its name; references are names, too."""
    found: dict[str, Json] = {}
    for event in event_schemas()["events"].values():
        found |= event["schema"]["$defs"]
    found |= module_contracts()["schemas"]
    found |= public_api()["components"]["schemas"]
    return found


def reachable(roots: Collection[str]) -> list[str]:
    """These messages and those they are made of, parts before wholes."""
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in ordered or name in _ANSWERS:
            return
        for part in references(schemas()[name]):
            visit(part)
        ordered[name] = None

    for root in sorted(roots):
        visit(root)
    return list(ordered)


def references(node: object) -> Iterator[str]:
    """The messages that a schema names."""
    if isinstance(node, dict):
        if isinstance(target := node.get("$ref"), str):
            yield target.rpartition("/")[2]
        for each in node.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def _operations(module: str, prefix: str) -> list[Operation]:
    """Fixed paths before those with something left open: the first that matches answers."""
    found = [
        _operation(path.removeprefix(prefix), method, told)
        for path, methods in public_api()["paths"].items()
        for method, told in methods.items()
        if module in told["tags"]
    ]
    return sorted(found, key=lambda each: ("{" in each.path, each.path, each.method))


def _operation(path: str, method: str, told: Json) -> Operation:
    successes = {int(status): told["responses"][status] for status in _successes(told)}
    status = min(successes)
    scopes = [scope.get(TOKEN) for scope in told["security"]]
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        name=identifier(told["operationId"].rpartition(".")[2]),
        method=method,
        path=path,
        parameters=tuple(
            Parameter(each["name"], each["in"], each["required"], each["schema"])
            for each in told["parameters"]
        ),
        takes=body.get("schema"),
        gives=_body(successes[status]),
        status=status,
        further={other: _body(successes[other]) for other in sorted(successes)[1:]},
        is_json="application/json" in successes[status].get("content", {"application/json": 0}),
        needs_token=bool(scopes) and None not in scopes,
        roles=tuple(scopes[0] or ()) if scopes else (),
    )


def _successes(told: Json) -> list[str]:
    return [status for status in told["responses"] if status.startswith("2")]


def _body(response: Json) -> Json | None:
    schema: Json | None = response.get("content", {}).get("application/json", {}).get("schema")
    return schema


def identifier(name: str) -> str:
    """A name as Python has it."""
    made = re.sub(r"\W", "_", name)
    return f"{made}_" if iskeyword(made) else made
