"""A folder with a kustomization, built as `kubectl kustomize` would."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generators.checker.finding import ManifestFinding, distinct
from generators.checker.kustomizing.generating import GENERATORS, generated, over, plain_secrets
from generators.checker.kustomizing.kustomization import (
    PATCHES,
    RESOURCES,
    UNSURE,
    field_findings,
    finding,
    is_open,
    is_remote,
)
from generators.checker.kustomizing.names import refer_to_new_names, with_suffixes
from generators.checker.kustomizing.patching import apply, inline
from generators.checker.kustomizing.resource import Resource
from generators.checker.kustomizing.sources import Sources, within
from generators.checker.kustomizing.transforming import transform
from generators.checker.located import Value
from generators.checker.manifest import objects


@dataclass(frozen=True, slots=True)
class Built:
    """What a kustomization comes to."""

    objects: tuple[Value, ...]
    findings: tuple[ManifestFinding, ...]
    read: frozenset[str]
    """The files that took part."""
    is_open: bool
    """More takes part than is looked at here: objects from elsewhere, or changes not made here."""


def build_folder(sources: Sources, folder: str) -> Built:
    """Build a folder; what kustomize would refuse is told, and the rest is built."""
    builder = _Builder(sources)
    resources: list[Resource] = []
    builder.folder(folder, resources, ())
    with_suffixes(resources)
    refer_to_new_names(resources)
    bodies = tuple(each.body for each in resources)
    told = (each for each in builder.findings if not builder.is_open or each.code not in UNSURE)
    return Built(bodies, tuple(distinct(told)), frozenset(builder.read), builder.is_open)


class _Builder:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.findings: list[ManifestFinding] = []
        self.read: set[str] = set()
        self.is_open = False

    def folder(self, folder: str, resources: list[Resource], inside: tuple[str, ...]) -> None:
        """Add what a folder comes to; a component also changes what is there."""
        path = self.sources.kustomization(folder)
        body = next(iter(self.documents(path)), None) if path else None
        if body is None:
            return
        self.findings += field_findings(body)
        self.is_open |= is_open(body)
        own = resources if body.get("kind").text() == "Component" else []
        inside = (*inside, folder)
        for field in RESOURCES:
            self.resources(folder, body.get(field), own, inside)
        self.generate(folder, body, own)
        self.resources(folder, body.get("components"), own, inside)
        self.findings += self.patch(folder, body, own, PATCHES[:2])
        self.findings += transform(body, own)
        self.findings += self.patch(folder, body, own, PATCHES[2:])
        refer_to_new_names(own)
        if own is not resources:
            self.add(resources, own)

    def resources(
        self, folder: str, entries: Value, own: list[Resource], inside: tuple[str, ...]
    ) -> None:
        """Add the files and folders that a kustomization lists."""
        for at in entries.items():
            path = within(folder, at.text())
            if is_remote(at.text()):
                self.remote(at)
            elif path in inside:
                self.findings.append(finding("kustomize-circle", at, folder=path))
            elif self.sources.kustomization(path):
                self.folder(path, own, inside)
            elif self.sources.text(path) is None:
                self.findings.append(finding("kustomize-file-missing", at, path=at.text()))
            else:
                self.add(own, self.objects(path))

    def remote(self, at: Value) -> None:
        """Tell of what is fetched from elsewhere."""
        self.is_open = True
        self.findings.append(finding("kustomize-remote", at, address=at.text()))

    def objects(self, path: str) -> Iterator[Resource]:
        """The objects of a file."""
        for document in self.documents(path):
            yield from (Resource(each.body) for each in objects(document))

    def documents(self, path: str) -> list[Value]:
        """The documents of a file, which takes part from now on."""
        documents, findings = self.sources.documents(path)
        if path not in self.read:
            self.read.add(path)
            self.findings += findings
        return documents

    def add(self, resources: list[Resource], new: Iterable[Resource]) -> None:
        """Add objects; two of the same kind, namespace and name are one too many."""
        known = {each.identity for each in resources}
        for each in new:
            if each.identity in known:
                at = each.body.get("metadata", "name") or each.body
                names = {"kind": each.kind, "twice": each.name}
                self.findings.append(finding("kustomize-object-twice", at, **names))
            else:
                known.add(each.identity)
                resources.append(each)

    def generate(self, folder: str, body: Value, own: list[Resource]) -> None:
        """Make the ConfigMaps and Secrets."""

        def read(code: str, at: Value, path: str) -> str | None:
            text = self.sources.text(within(folder, path))
            self.read.add(within(folder, path))
            if text is None:
                self.findings.append(finding(code, at, path=path))
            return text

        for generator in GENERATORS:
            for entry in body.get(generator).items():
                new = generated(generator, entry, body.get("generatorOptions"), read)
                self.place(own, new, entry)
                if generator == "secretGenerator":
                    self.findings += plain_secrets(entry)

    def place(self, own: list[Resource], new: Resource, entry: Value) -> None:
        """Add a generated object, or lay it over the one of its name."""
        behavior = entry.get("behavior").text("create")
        same = [each for each in own if each.kind == new.kind and new.name in each.names]
        if behavior not in {"merge", "replace"}:
            self.add(own, [new])
        elif same:
            over(same[0], new, behavior)
        else:
            at, names = entry.get("name") or entry, {"kind": new.kind, "patched": new.name}
            self.findings.append(finding("kustomize-patch-fits-nothing", at, **names))

    def patch(
        self, folder: str, body: Value, own: list[Resource], fields: tuple[str, ...]
    ) -> Iterator[ManifestFinding]:
        """Apply the patches that stand under some fields."""
        for entry in (entry for field in fields for entry in body.get(field).items()):
            for document in self.patches(folder, entry):
                yield from apply(own, document, entry.get("target"), entry.get("options"))

    def patches(self, folder: str, entry: Value) -> list[Value]:
        """The documents of a patch: of a file, or written in the kustomization itself."""
        named = entry.get("path") or entry
        if entry.get("patch") or "\n" in named.text():
            documents, findings = inline(entry.get("patch") or entry, self.sources)
            self.findings += findings
            return documents
        path = within(folder, named.text())
        if self.sources.text(path) is not None:
            return self.documents(path)
        if is_remote(named.text()):
            self.remote(named)
            return []
        self.findings.append(finding("kustomize-file-missing", named, path=named.text()))
        return []
