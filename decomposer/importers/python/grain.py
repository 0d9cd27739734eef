"""Which modules of the code become one module of the graph."""

from collections.abc import Callable, Iterable

from decomposer.importers.python.files import SourceFile

Grain = Callable[[str], str]
"""The name of the node that a module of the code belongs to."""

_APP = frozenset({"apps", "models"})
_SEVERAL = 2


def grain(files: Iterable[SourceFile], depth: int | None) -> Grain:
    """Nodes by their number of dotted parts; without one, a Django project's apps.

    An app is a package with `apps` or `models`. Where there are no two of them, and for what is in
    none, nodes are the packages of the first level that has more than one.
    """
    files = tuple(files)
    if depth is not None:
        return lambda module: _first(module, depth)
    packages = frozenset(file.module for file in files if file.package)
    level = _first_level(packages)
    if level is None:
        return lambda module: module
    apps = _apps(files)
    if len(apps) < _SEVERAL:
        apps = frozenset()
    return lambda module: _app(module, apps) or _first(_package(module, packages), level)


def _apps(files: Iterable[SourceFile]) -> frozenset[str]:
    found = (file.module.rpartition(".") for file in files)
    return frozenset(package for package, _, name in found if package and name in _APP)


def _app(module: str, apps: frozenset[str]) -> str | None:
    parts = module.split(".")
    names = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((name for name in names if name in apps), None)


def _first_level(packages: frozenset[str]) -> int | None:
    """The first depth at which two packages stand beside each other; None where they never do."""
    deepest = max((name.count(".") + 1 for name in packages), default=0)
    for level in range(1, deepest + 1):
        if len({_first(name, level) for name in packages if name.count(".") >= level - 1}) > 1:
            return level
    return None


def _package(module: str, packages: frozenset[str]) -> str:
    """The package that a module stands in; itself where it is one, or stands in none."""
    return module if module in packages else module.rpartition(".")[0] or module


def _first(module: str, depth: int) -> str:
    return ".".join(module.split(".")[:depth])
