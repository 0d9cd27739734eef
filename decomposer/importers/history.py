"""The history of the code as evidence: what changes together, who changes it, how often.

Change coupling counts commits that touch two modules (Gall, Hajek and Jazayeri, ICSM 1998). A
commit of very many files says nothing of any two of them, as when a licence line is changed
everywhere; it is left out, as Zimmermann et al. do ("Mining Version Histories to Guide Software
Changes", ICSE 2004, who stop at 30).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import PurePosixPath
from statistics import median

from decomposer.graph import UNKNOWN, Module, MonolithGraph
from decomposer.importers.imported import Gap, Imported, Names, plain_name, untold_module
from decomposer.knowledge import CoChange, Level

SWEEPING = 30
"""Files in a commit; one with more touches them for a reason that couples none of them."""
FIRST_LEVEL = 2
"""Folders of a path that make a module, where no graph says what the modules are."""


@dataclass(frozen=True, slots=True)
class Commit:
    """Who changed what at once."""

    author: str
    files: tuple[str, ...]


@dataclass(slots=True)
class History:
    """What commits say of modules."""

    commits: Counter[str] = field(default_factory=Counter)
    authors: dict[str, Counter[str]] = field(default_factory=dict)
    together: Counter[tuple[str, str]] = field(default_factory=Counter)
    shared: dict[tuple[str, str], float] = field(default_factory=dict)
    """A commit of n modules counts 1 / (n - 1) for each pair of them."""
    read: int = 0
    sweeping: int = 0


def graph_of_history(
    commits: Iterable[Commit],
    name: str,
    into: MonolithGraph | None = None,
    depth: int | None = None,
    *,
    named: bool = False,
) -> Imported:
    """Fold commits into a graph, or into a new one of the folders that they touch.

    What the graph already tells of a team, of volatility or of a pair is kept. Authors become
    `author-1` and so on, by how much they changed, unless they may be `named`.
    """
    home = _Homes(into, depth or FIRST_LEVEL)
    history = _counted(commits, home)
    graph = into or MonolithGraph(name=name, modules=tuple(home.modules(history.commits)))
    teams = _teams(history, named=named)
    level = _levels(history.commits)
    told = {frozenset(change.modules) for change in graph.changes}
    changes = (
        CoChange(modules=pair, commits=count, shared=round(history.shared[pair], 4))
        for pair, count in sorted(history.together.items())
        if frozenset(pair) not in told
    )
    enriched = graph.model_copy(
        update={
            "modules": tuple(_enriched(each, teams, level) for each in graph.modules),
            "changes": (*graph.changes, *changes),
        }
    )
    # a copy keeps what the original has derived of itself
    return Imported(
        MonolithGraph.model_validate(enriched.model_dump(by_alias=True)), tuple(_gaps(history))
    )


class _Homes:
    """Which module a file belongs to."""

    def __init__(self, graph: MonolithGraph | None, depth: int) -> None:
        self._depth = depth
        self._names = Names("module")
        self._titles: dict[str, str] = {}
        self._known = graph is not None
        for module in graph.modules if graph else ():
            self._titles[module.title.en if module.title else module.name] = module.name

    def __call__(self, file: str) -> str | None:
        """The module, by the longest of its dotted names that leads to the file."""
        parts = PurePosixPath(file).with_suffix("").parts
        if not self._known:
            folder = "/".join(parts[:-1][: self._depth])
            return self._new(folder) if folder else None
        for begin in range(len(parts)):
            for end in range(len(parts), begin, -1):
                found = self._titles.get(".".join(parts[begin:end]))
                if found is not None:
                    return found
        return None

    def _new(self, folder: str) -> str:
        name = self._names(folder)
        self._titles.setdefault(folder, name)
        return name

    def modules(self, seen: Iterable[str]) -> Iterator[Module]:
        """A module for each folder that was touched."""
        touched = frozenset(seen)
        for title, name in self._titles.items():
            if name in touched:
                yield untold_module(name, title)


def _counted(commits: Iterable[Commit], home: _Homes) -> History:
    history = History()
    for commit in commits:
        history.read += 1
        if len(commit.files) > SWEEPING:
            history.sweeping += 1
            continue
        modules = sorted({found for found in map(home, commit.files) if found is not None})
        history.commits.update(modules)
        for pair in combinations(modules, 2):
            history.together[pair] += 1
            history.shared[pair] = history.shared.get(pair, 0.0) + 1 / (len(modules) - 1)
        for module in modules:
            history.authors.setdefault(module, Counter())[commit.author] += 1
    return history


def _teams(history: History, *, named: bool) -> dict[str, str]:
    """The author of more than half of a module's commits."""
    total: Counter[str] = Counter()
    for counts in history.authors.values():
        total.update(counts)
    names = Names("author")
    called = {
        author: names(plain_name(author.partition("@")[0])) if named else f"author-{rank}"
        for rank, (author, _) in enumerate(sorted(total.items(), key=lambda x: (-x[1], x[0])), 1)
    }
    found = {}
    for module, counts in history.authors.items():
        author, commits = counts.most_common(1)[0]
        if 2 * commits > history.commits[module]:
            found[module] = called[author]
    return found


def _levels(commits: Counter[str]) -> dict[str, Level]:
    """Against the median module: twice as often is high, half as often is low."""
    usual = median(commits.values()) if commits else 0
    return {
        module: Level.HIGH
        if count >= 2 * usual
        else Level.LOW
        if 2 * count <= usual
        else Level.NORMAL
        for module, count in commits.items()
    }


def _enriched(module: Module, teams: dict[str, str], level: dict[str, Level]) -> Module:
    """The module with what nobody has told of it so far."""
    known = module.characteristics
    volatility = known.structural_volatility or level.get(module.name)
    return module.model_copy(
        update={
            "team": teams.get(module.name, UNKNOWN) if module.team == UNKNOWN else module.team,
            "characteristics": known.model_copy(update={"structural_volatility": volatility}),
        }
    )


def _gaps(history: History) -> Iterator[Gap]:
    yield Gap("history-read", {"commits": history.read, "modules": len(history.commits)})
    if history.sweeping:
        yield Gap("commits-sweeping", {"commits": history.sweeping, "files": SWEEPING})
