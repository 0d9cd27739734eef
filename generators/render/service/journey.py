"""What of a service is left to write: each place, and who waits for it."""

from dataclasses import dataclass

from generators.render.service.contract import Contract
from generators.render.service.module_code import handler_name


@dataclass(frozen=True, slots=True)
class Task:
    """Something that the contract promises and nobody has written."""

    wanted: str
    """Who asks for it, and how."""
    place: str
    """The file of the module, and the function in it."""


def tasks(known: Contract, prefix: str) -> list[Task]:
    """The operations, the calls of other modules, and the events of a module."""
    return [
        *(
            Task(
                f"`{each.method.upper()} {prefix}{each.path}`",
                f"`service.py`: `{known.method(each)}`",
            )
            for each in known.operations
        ),
        *(
            Task(f"{each.name}, asked by other modules", f"`service.py`: `{each.name}`")
            for each in known.calls
        ),
        *(Task(f"{each} is heard", f"`events.py`: `{handler_name(each)}`") for each in known.hears),
    ]
