"""JSON patches.

Source: RFC 6902, with the pointers of RFC 6901.
"""

from collections.abc import Callable

from generators.checker.kustomizing.editing import filled
from generators.checker.kustomizing.plain import plain
from generators.checker.located import Value

_END = "-"


class PatchError(Exception):
    """An operation does not fit the object."""

    def __init__(self, operation: Value, pointer: str) -> None:
        self.operation = operation
        self.pointer = pointer
        super().__init__(pointer)


def patched(value: Value, operations: Value) -> Value:
    """The value after all operations.

    Raises:
        PatchError: an operation does not fit.
    """
    for operation in operations.items():
        name = operation.get("op").text()
        act = _OPERATIONS.get(name)
        if act is None:
            raise PatchError(operation.get("op"), name)
        value = act(value, operation)
    return value


def _add(value: Value, operation: Value) -> Value:
    return _put(value, _steps(operation, "path"), operation, operation.get("value"), over=False)


def _replace(value: Value, operation: Value) -> Value:
    """Kustomize also replaces a key that is not there, which the RFC forbids."""
    steps = _steps(operation, "path")
    above = _read(value, steps[:-1], operation)
    if isinstance(above.content, list):
        _read(value, steps, operation)
    return _put(value, steps, operation, operation.get("value"), over=True)


def _remove(value: Value, operation: Value) -> Value:
    return _dropped(value, _steps(operation, "path"), operation)


def _move(value: Value, operation: Value) -> Value:
    source = _steps(operation, "from")
    moved = _read(value, source, operation)
    left = _dropped(value, source, operation)
    return _put(left, _steps(operation, "path"), operation, moved, over=False)


def _copy(value: Value, operation: Value) -> Value:
    copied = _read(value, _steps(operation, "from"), operation)
    return _put(value, _steps(operation, "path"), operation, copied, over=False)


def _test(value: Value, operation: Value) -> Value:
    found = _read(value, _steps(operation, "path"), operation)
    if plain(found) != plain(operation.get("value")):
        raise _error(operation)
    return value


_OPERATIONS: dict[str, Callable[[Value, Value], Value]] = {
    "add": _add,
    "replace": _replace,
    "remove": _remove,
    "move": _move,
    "copy": _copy,
    "test": _test,
}


def _steps(operation: Value, field: str) -> list[str]:
    pointer = operation.get(field).text()
    if pointer and not pointer.startswith("/"):
        raise _error(operation)
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _error(operation: Value) -> PatchError:
    at = operation.get("path") or operation
    return PatchError(at, at.text())


def _read(value: Value, steps: list[str], operation: Value) -> Value:
    for step in steps:
        if isinstance(value.content, list):
            value = value.content[_index(step, len(value.content) - 1, operation)]
        else:
            value = value.get(step)
        if not value:
            raise _error(operation)
    return value


def _index(step: str, most: int, operation: Value) -> int:
    if not step.isdecimal() or int(step) > most:
        raise _error(operation)
    return int(step)


def _put(value: Value, steps: list[str], operation: Value, new: Value, *, over: bool) -> Value:
    if not steps:
        return new
    step, below = steps[0], steps[1:]
    if isinstance(value.content, list):
        items = list(value.content)
        if below or over:
            at = _index(step, len(items) - 1, operation)
            items[at] = _put(items[at], below, operation, new, over=over)
        else:
            at = len(items) if step == _END else _index(step, len(items), operation)
            items.insert(at, new)
        return filled(value, items)
    if below and not value.get(step):
        raise _error(operation)
    entries = dict(value.entries())
    entries[step] = _put(value.get(step), below, operation, new, over=over) if below else new
    return filled(value, entries)


def _dropped(value: Value, steps: list[str], operation: Value) -> Value:
    step, below = steps[0] if steps else "", steps[1:]
    if isinstance(value.content, list):
        at = _index(step, len(value.content) - 1, operation)
        items = list(value.content)
        items[at : at + 1] = [_dropped(items[at], below, operation)] if below else []
        return filled(value, items)
    if not value.get(step):
        raise _error(operation)
    entries = dict(value.entries())
    own = entries.pop(step)
    return filled(value, {**entries, step: _dropped(own, below, operation)} if below else entries)
