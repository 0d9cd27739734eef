"""An object on its way through kustomizations."""

from dataclasses import dataclass, field

from generators.checker.kustomizing.editing import changed, scalar
from generators.checker.located import Value

Identity = tuple[str, str, str, str]
"""Group, kind, namespace, name."""


@dataclass(slots=True, eq=False)
class Resource:
    """One object; its body is replaced by each transformation."""

    body: Value
    earlier: list[str] = field(default_factory=list)
    """The names that it had before: patches and references may still use them."""
    homes: set[str] = field(default_factory=set)
    """The namespaces that it had before."""
    hashed: bool = False
    """Its name gets a suffix that tells its content."""

    @property
    def group(self) -> str:
        """Its API group; empty for the core."""
        return self.body.get("apiVersion").text().rpartition("/")[0]

    @property
    def version(self) -> str:
        """Its API version without the group."""
        return self.body.get("apiVersion").text().rpartition("/")[2]

    @property
    def kind(self) -> str:
        """Its kind."""
        return self.body.get("kind").text()

    @property
    def name(self) -> str:
        """Its name now."""
        return self.body.get("metadata", "name").text()

    @property
    def namespace(self) -> str:
        """Its namespace; empty where none is said."""
        return self.body.get("metadata", "namespace").text()

    @property
    def identity(self) -> Identity:
        """What no two objects of a cluster share."""
        return self.group, self.kind, self.namespace, self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Its name now and those before."""
        return self.name, *reversed(self.earlier)

    def rename(self, name: str) -> None:
        """Give it another name, which remembers the old one."""
        if name != self.name:
            self.earlier.append(self.name)
            self.put(("metadata", "name"), name)

    def settle(self, namespace: str) -> None:
        """Put it into another namespace, which remembers the old one."""
        self.homes.add(self.namespace)
        self.put(("metadata", "namespace"), namespace)

    def put(self, path: tuple[str, ...], text: str, *, plain: bool = False) -> None:
        """Write a scalar at a path; it stands where the object's own stood."""
        self.body = changed(
            self.body, path, lambda old: scalar(text, old.place, plain=plain), create=True
        )
