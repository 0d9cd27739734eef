"""Findings in SARIF, which code hosts show beside the lines they mean.

Source: SARIF 2.1.0, OASIS.
"""

from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

from generators.checker import ManifestFinding
from workbench.usecases.blaming import Blamed

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(
    findings: Iterable[Blamed], told: Callable[[ManifestFinding], str], root: str
) -> dict[str, Any]:
    """One run of the checker; files are named from where the user stands."""
    found = list(findings)
    codes = {each.finding.code: each.finding.severity for each in found}
    rules = [
        {"id": code, "defaultConfiguration": {"level": codes[code].value}} for code in sorted(codes)
    ]
    driver = {
        "name": "workbench check-manifests",
        "version": version("architecture-workbench"),
        "rules": rules,
    }
    results = [_result(each, told(each.finding), root) for each in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(blamed: Blamed, message: str, root: str) -> dict[str, Any]:
    finding = blamed.finding
    uri = f"{root}/{finding.file}" if root else finding.file
    result = {
        "ruleId": finding.code,
        "level": finding.severity.value,
        "message": {"text": message},
        "locations": [_location(uri, finding.line, finding.column)],
    }
    behind = [choice for choice in blamed.choices if choice.line and blamed.blueprint]
    related = [
        _location(blamed.blueprint, choice.line, choice.column)
        | {"message": {"text": choice.place}}
        for choice in behind
    ]
    return result | ({"relatedLocations": related} if related else {})


def _location(uri: str, line: int, column: int) -> dict[str, Any]:
    region = {"startLine": line, "startColumn": column}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
