"""A section written for one cut, in the names of another.

Starters and solutions speak of the eleven services of the reference; graders judge by modules. So
a learner with another cut gets the same section with each name replaced by that of their service
which holds most of those modules. The same happens to their sections when they adopt a new cut.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from decomposer.documents import DocumentError, Problem
from exercises.answer import section_of
from exercises.monolith.facts import reference_facts
from generators.blueprint import parse_blueprint

_HEAD = "format_version: 1\nname: own\n"
_FILE = "own"
_UNKNOWN = frozenset({"service-unknown", "caller-unknown"})
_MERGED = frozenset({"duplicate-key", "edge-to-itself", "edge-twice"})


Services = Mapping[str, Sequence[str]]
"""Service → its modules."""


def in_own_names(section: str, blueprint: str, spoken: Services | None = None) -> str:
    """`section` as it is meant for `blueprint`; unchanged where no renaming makes sense of it.

    `spoken` is the cut whose names the section uses: the reference, unless said otherwise.
    """
    spoken = reference_facts().cut.services if spoken is None else spoken
    names = _own_names(services_of(blueprint), spoken)
    # a monolith has one name for everybody: nothing of a section about several would be left
    if len(set(names.values())) < 2 or len(spoken) < 2:  # noqa: PLR2004 - one is a monolith
        return section
    head = _HEAD + (section_of(blueprint, "services") or "")
    renamed = _without_merged(_renamed(section, head, names), head)
    # two services that became one can leave a key twice, which is worse than a name to replace
    codes = {problem.code for problem in _problems(head + renamed)}
    return section if "duplicate-key" in codes else renamed


def strangers(blueprint: str) -> tuple[str, ...]:
    """Services that a blueprint's sections speak of and that it has not, as they are met."""
    unknown = (problem.value for problem in _problems(blueprint) if problem.code in _UNKNOWN)
    return tuple(dict.fromkeys(unknown))


def services_of(blueprint: str) -> Services:
    """The cut of a blueprint; none where its services cannot be read."""
    services = section_of(blueprint, "services")
    try:
        read = parse_blueprint(_HEAD + services, _FILE).services if services else {}
    except DocumentError:
        return {}
    return {name: service.modules for name, service in read.items()}


def _own_names(own: Services, spoken: Services) -> Mapping[str, str]:
    """Service of the spoken cut → the one of `own` that holds most of its modules."""
    holders = {module: service for service, modules in own.items() for module in modules}
    found = {
        service: Counter(holders[m] for m in modules if m in holders).most_common(1)
        for service, modules in spoken.items()
    }
    return {service: most[0][0] for service, most in found.items() if most}


def _renamed(section: str, head: str, names: Mapping[str, str]) -> str:
    lines = (head + section).splitlines(keepends=True)
    places: dict[int, list[Problem]] = defaultdict(list)
    for problem in _problems(head + section):
        if problem.code in _UNKNOWN and problem.value in names:
            places[problem.line].append(problem)
    for number, problems in places.items():
        line = lines[number - 1]
        for problem in sorted(problems, key=lambda p: -p.column):
            before, rest = line[: problem.column - 1], line[problem.column - 1 :]
            line = before + rest.replace(problem.value, names[problem.value], 1)
        lines[number - 1] = line
    return "".join(lines)[len(head) :]


def _without_merged(section: str, head: str) -> str:
    """Without the entries that two services left behind which are one service here.

    Such an entry is one line in the course's own sections; anything longer stays.
    """
    # a key that stands twice hides what is wrong with the edges, so look twice
    for _ in range(2):
        gone = {p.line for p in _problems(head + section) if p.code in _MERGED}
        first = head.count("\n") + 1
        numbered = enumerate(section.splitlines(keepends=True), start=first)
        section = "".join(
            line
            for number, line in numbered
            if number not in gone or not line.rstrip().endswith("}")
        )
    return section


def _problems(text: str) -> tuple[Problem, ...]:
    try:
        parse_blueprint(text, _FILE)
    except DocumentError as error:
        return error.problems
    return ()
