"""From the names in the code to the modules that are meant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from decomposer.importers.python.facts import NAMED, Class, Facts, Load

SETTING = "settings."


class Resolver:
    """Knows every module, class and table of a code base."""

    def __init__(
        self, modules: Iterable[str], packages: Iterable[str], facts: Mapping[str, Facts]
    ) -> None:
        self._modules = frozenset(modules)
        self._packages = frozenset(packages)
        self._facts = facts
        self._tops = frozenset(name.partition(".")[0] for name in self._modules)
        self._settings = {k: v for found in facts.values() for k, v in found.settings.items()}
        self._endings: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._modules, key=lambda each: (each.count("."), each)):
            parts = name.split(".")
            for begin in range(len(parts)):
                self._endings[".".join(parts[begin:])].append(name)

    @cached_property
    def models(self) -> dict[str, dict[str, Class]]:
        """Module -> its models by name: classes with fields, and classes that inherit from one."""
        fielded = {c.name for _, c in self._classes if c.fields and c.bases}
        known = self._heirs({"Model", "DeclarativeBase"} | fielded)
        found: dict[str, dict[str, Class]] = defaultdict(dict)
        for module, each in self._classes:
            if not known.isdisjoint(each.bases) or each.table:
                found[module][each.name] = each
        return dict(found)

    @cached_property
    def apps(self) -> tuple[tuple[str, int, str], ...]:
        """Where Django's apps are declared (module and line), and each module it loads for one.

        For an `AppConfig` it imports the package of its `name` and the `models` in there.
        """
        known = self._heirs({"AppConfig"})
        declared = [(m, c) for m, c in self._classes if not known.isdisjoint(c.bases)]
        return tuple(
            (module, each.line, loaded)
            for module, each in declared
            for loaded in (each.package, f"{each.package}.models")
            if loaded in self._modules
        )

    @cached_property
    def _classes(self) -> tuple[tuple[str, Class], ...]:
        return tuple((m, c) for m, found in self._facts.items() for c in found.classes)

    def _heirs(self, roots: AbstractSet[str]) -> frozenset[str]:
        """The names of these classes and of all that inherit from one, as far as names tell."""
        known, size = set(roots), 0
        while size != len(known):
            size = len(known)
            known |= {c.name for _, c in self._classes if not known.isdisjoint(c.bases)}
        return frozenset(known)

    @cached_property
    def tables(self) -> dict[str, str]:
        """Table -> the module whose model has it."""
        return {
            each.table: module
            for module, found in self.models.items()
            for each in found.values()
            if each.table
        }

    def dotted(self, label: str) -> str | None:
        """The module that an absolute dotted name leads to, or the one that holds the name."""
        parts = label.split(".")
        for end in range(len(parts), 0, -1):
            name = ".".join(parts[:end])
            if name in self._modules:
                return name
        return None

    def has_app(self, label: str) -> bool:
        """Whether some package of this code base goes by an app's label."""
        return label.partition(".")[0] in self._parts

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(part for name in self._modules for part in name.split("."))

    def is_ours(self, label: str) -> bool:
        """Whether a dotted name begins in this code base."""
        return label.partition(".")[0] in self._tops

    def load(self, module: str, load: Load) -> str | None:
        """The module that a load by name leads to."""
        if load.label is None:
            return None
        if load.loader == "get_model":
            names = load.names[:1]
            label, name = (load.label, names[0]) if names else _split(load.label)
            return self.model(module, f"{label}.{name}")
        if load.loader in {"get_class", "get_classes"}:
            return self._ending(load.label) or self.dotted(load.label)
        if load.loader == "AUTH_USER_MODEL":
            return self.model(module, load.label)
        return self.dotted(load.label)

    def model(self, module: str, name: str) -> str | None:
        """The module that defines a model, as a field of `module` names it."""
        if name.removeprefix(SETTING) in NAMED:
            name = self._settings.get(name.removeprefix(SETTING), "")
        if name.startswith("table:"):
            return self.tables.get(name.removeprefix("table:"))
        label, own = _split(name)
        if not own:
            return None
        if label:
            return self._of_app(label, own)
        if own == "self" or own in self.models.get(module, ()):
            return module
        return self._imported(module, own) or self._only(own)

    def base(self, module: str, name: str) -> str | None:
        """The module that defines the model from which one of `module` inherits by this name."""
        if name in self._facts[module].bound or name in self.models.get(module, ()):
            return self.local(module, name)
        return self.local(module, name) or self._only(name)

    def local(self, module: str, name: str) -> str | None:
        """The module that defines a model which `module` knows by this name."""
        if name in self.models.get(module, ()):
            return module
        for load in self._facts[module].loads:
            if load.binds == name and load.loader == "get_model":
                return self.load(module, load)
        found = self._imported(module, name)
        _, original = self._facts[module].bound.get(name, ("", name))
        return found if found and original in self.models.get(found, ()) else None

    def _of_app(self, label: str, name: str) -> str | None:
        """The module with the model among those of the app of this label; concrete ones first."""
        ending = label.rpartition(".")[2]
        holders = [
            module
            for module, found in self.models.items()
            if name in found and ending in module.split(".")[:-1]
        ]
        if holders:
            return min(holders, key=lambda m: (self.models[m][name].abstract, m.count("."), m))
        return self._ending(f"{ending}.models")

    def _imported(self, module: str, name: str) -> str | None:
        source, original = self._facts[module].bound.get(name, ("", ""))
        if not original:
            return None
        absolute = self._absolute(module, source)
        return self.dotted(f"{absolute}.{original}") if self.is_ours(absolute) else None

    def _absolute(self, module: str, source: str) -> str:
        level = len(source) - len(source.lstrip("."))
        if not level:
            return source
        parts = module.split(".")
        keep = len(parts) - level + (module in self._packages)
        return ".".join((*parts[: max(keep, 0)], *filter(None, [source.lstrip(".")])))

    def _only(self, name: str) -> str | None:
        holders = [module for module, found in self.models.items() if name in found]
        return holders[0] if len(holders) == 1 else None

    def _ending(self, label: str) -> str | None:
        """The least deep module whose name ends so: labels of apps leave their roots out."""
        found = self._endings.get(label)
        return found[0] if found else None


def _split(label: str) -> tuple[str, str]:
    head, _, tail = label.rpartition(".")
    return head, tail
