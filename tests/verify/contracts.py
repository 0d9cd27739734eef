"""Tools for what services promise each other."""

import json
from collections.abc import Iterator

from tests.verify.packages import Node
from tests.verify.tool import Answer, Completed, Run, Shop, Tool, lines

_OPENAPI, _ASYNCAPI = "contracts/*.openapi.yaml", "contracts/*.asyncapi.yaml"


def _spectral(shop: Shop) -> Iterator[Run]:
    files = shop.having(_OPENAPI, _ASYNCAPI)
    rules = ["--ruleset", "contracts/.spectral.yaml", "--format", "json", "--quiet"]
    yield Run(["lint", *rules, *files], shop.files, len(files))


def _spectral_findings(completed: Completed) -> Answer:
    """Warnings and hints leave the exit code 0."""
    try:
        found = json.loads(completed.stdout)
    except ValueError:
        return Answer(lines(completed).findings or ["no answer in JSON"])
    return Answer([f"{each['source']}: {each['code']}: {each['message']}" for each in found])


def _asyncapi(shop: Shop) -> Iterator[Run]:
    for path in shop.having(_ASYNCAPI):
        yield Run(["validate", path, "--fail-severity=hint"], shop.files, 1)


TOOLS = (
    Tool(
        "Spectral",
        Node(("@stoplight/spectral-cli@6.16.3",)),
        "spectral",
        _spectral,
        _spectral_findings,
    ),
    Tool("AsyncAPI CLI", Node(("@asyncapi/cli@6.2.0",)), "asyncapi", _asyncapi),
)
