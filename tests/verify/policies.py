"""Tools that know what clusters and clouds should forbid."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.verify.packages import Machine, Ours, Wheels
from tests.verify.tool import Answer, Completed, Run, Shop, Tool, lines

_CHECKOV = Wheels(("checkov==3.3.30",))
_PROVIDER = Wheels(
    ("cdktf-cdktf-provider-aws==21.22.1", "python-hcl2==8.1.4", "lark==1.3.1", "regex==2026.11.15"),
    options=("--no-deps",),
)
_SCRIPT = Path(__file__).parent / "provider_arguments.py"
_ASKED = ("--output", "json", "--compact", "--skip-download", "--directory", ".")


def _manifests(shop: Shop) -> Iterator[Run]:
    # bases name neither a namespace nor an image's tag: what is built is judged
    files = len(list(shop.built.glob("*.yaml")))
    yield Run(["--framework", "kubernetes", *_ASKED], shop.built, files)


def _infrastructure(shop: Shop) -> Iterator[Run]:
    if files := shop.having("infrastructure/**/*.tf"):
        yield Run(["--framework", "terraform", *_ASKED], shop.files / "infrastructure", len(files))


def _checkov_answer(completed: Completed) -> Answer:
    try:
        report: dict[str, Any] = json.loads(completed.stdout)
    except ValueError:
        return Answer(lines(completed).findings or ["no answer in JSON"])
    results, counted = report["results"], report["summary"]
    failed = [
        f"{each['file_path']}:{each['file_line_range'][0]}: {each['check_id']} {each['check_name']}"
        for each in results["failed_checks"]
    ]
    unreasoned = [
        f"{each['file_path']}: {each['check_id']} is skipped without a reason"
        for each in results["skipped_checks"]
        if len(each["check_result"].get("suppress_comment") or "") < len("a reason")
    ]
    broken = [f"{path}: cannot be read" for path in results["parsing_errors"]]
    return Answer([*failed, *unreasoned, *broken], counted["passed"], counted["skipped"])


def _formatted(shop: Shop) -> Iterator[Run]:
    if files := shop.having("infrastructure/**/*.tf"):
        yield Run(["fmt", "-check", "-diff", "-recursive"], shop.files, len(files))


def _arguments(shop: Shop) -> Iterator[Run]:
    if files := shop.having("infrastructure/**/*.tf"):
        yield Run([str(_SCRIPT), "infrastructure"], shop.files, len(files))


def _own(shop: Shop) -> Iterator[Run]:
    files = len(list(shop.built.glob("*.yaml")))
    yield Run(["check-manifests", str(shop.files)], shop.files, files)


TOOLS = (
    Tool("workbench check-manifests", Ours(""), "workbench", _own),
    Tool("Checkov, kubernetes", _CHECKOV, "checkov", _manifests, _checkov_answer),
    Tool("Checkov, terraform", _CHECKOV, "checkov", _infrastructure, _checkov_answer),
    Tool("arguments of AWS provider 6.25", _PROVIDER, "python", _arguments),
    Tool(
        "terraform fmt", Machine("terraform"), "terraform", _formatted, tells_version=("version",)
    ),
)
