"""A module's contract as Python: its messages, its events, and the Protocol that peers call."""

from collections.abc import Collection

from generators.render.service.classes import NOTHING, annotation, classes
from generators.render.service.contract import Call, Contract, reachable, references
from generators.render.service.python_text import Imports, docstring, wrapped


def api_text(known: Contract, title: str, package: str) -> str:
    """`api.py` of a module."""
    roots = {*references(list(known.messages())), *known.tells}
    body = classes(reachable(roots), known.tells, imports := Imports(), package)
    body += protocol(known.calls, title, known.about, imports, package)
    about = f"The contract of {known.module}: what it takes, gives and tells."
    return _file(about, imports, body, package)


def client_text(known: Contract, title: str, package: str) -> str:
    """A module in another service: its Protocol, and the one who fulfils it over the network."""
    imports = Imports()
    roots = set(
        references([message for call in known.calls for message in (call.takes, call.gives)])
    )
    body = classes(reachable(roots), (), imports, package)
    body += protocol(known.calls, title, known.about, imports, package)
    body += _remote(known, title, imports, package)
    return _file(f"Module {known.module}, which another service holds.", imports, body, package)


def heard_text(known: Contract, package: str) -> str:
    """The events that a module hears, as classes."""
    body = classes(reachable(known.hears), known.hears, imports := Imports(), package)
    about = f"The events that {known.module} hears: what it does not use of them may be taken out."
    return _file(about, imports, body, package)


def protocol(
    calls: Collection[Call], title: str, about: str, imports: Imports, package: str
) -> str:
    """What other modules may call."""
    imports.add("typing", "Protocol")
    methods = "".join(
        f"\n{signature(call, imports, package)}\n{docstring(call.about, 8)}        ...\n"
        for call in calls
    )
    return f"\n\nclass {title}(Protocol):\n{docstring(about)}{methods}"


def signature(call: Call, imports: Imports, package: str) -> str:
    """The first line of a method that answers a call."""
    if NOTHING in {*references(call.takes), *references(call.gives)}:
        imports.add(f"{package}.platform.messages", NOTHING)
    gives = annotation(call.gives, imports)
    items = ["self", f"message: {annotation(call.takes, imports)}"]
    return wrapped(f"async def {call.name}(", items, f") -> {gives}:", 4)


def _remote(known: Contract, title: str, imports: Imports, package: str) -> str:
    imports.add("dataclasses", "dataclass")
    imports.add(f"{package}.platform.peers", "Peer")
    methods = "".join(
        f"\n{signature(call, imports, package)}\n{docstring(call.about, 8)}"
        f"{_asking(known, call, imports)}\n"
        for call in known.calls
    )
    return (
        f"\n\n@dataclass(frozen=True, slots=True)\nclass Remote{title}:\n"
        f'    """Fulfils `{title}` by calling the service that holds the module."""\n\n'
        f"    peer: Peer\n{methods}"
    )


def _asking(known: Contract, call: Call, imports: Imports) -> str:
    items = [
        f'"{known.module}/{call.name}"',
        "message",
        annotation(call.gives, imports),
        f"idempotent={call.idempotent}",
    ]
    return wrapped("return await self.peer.ask(", items, ")", 8)


def _file(about: str, imports: Imports, body: str, package: str) -> str:
    return f'"""{about}"""\n\n{imports.text(package)}{body}'
