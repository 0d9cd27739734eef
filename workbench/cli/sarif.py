"""Findings in SARIF, which code hosts show beside the lines they mean.

Source: SARIF 2.1.0, OASIS.
"""

from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

from generators.checker import ManifestFinding

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(
    findings: Iterable[ManifestFinding], told: Callable[[ManifestFinding], str], root: str
) -> dict[str, Any]:
    """One run of the checker; files are named from where the user stands."""
    found = list(findings)
    codes = {each.code: each.severity for each in found}
    rules = [
        {"id": code, "defaultConfiguration": {"level": codes[code].value}} for code in sorted(codes)
    ]
    driver = {
        "name": "workbench check-manifests",
        "version": version("architecture-workbench"),
        "rules": rules,
    }
    results = [_result(each, told(each), root) for each in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(finding: ManifestFinding, message: str, root: str) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    artifact = {"uri": f"{root}/{finding.file}" if root else finding.file}
    return {
        "ruleId": finding.code,
        "level": finding.severity.value,
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
