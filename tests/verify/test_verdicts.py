"""Whatever is wrong with a run of a tool shows as a finding, or by name."""

import json
import subprocess
import sys
from pathlib import Path

from tests.verify.packages import Machine, Ours
from tests.verify.policies import TOOLS
from tests.verify.table import row
from tests.verify.tool import Run, Shop, Tool

PYTHON = Path(sys.executable).name


def asked(program: str, *, files: int = 1, package: Machine | Ours | None = None) -> Tool:
    def runs(shop: Shop) -> list[Run]:
        return [Run(["-c", program], shop.files, files)]

    return Tool("a tool", package or Machine(PYTHON, "1.0"), PYTHON, runs)


def shop(folder: Path) -> list[Shop]:
    return [Shop("shop", folder, folder)]


def test_what_a_tool_says_when_it_is_not_content_is_found(tmp_path: Path):
    verdict = asked("import sys; sys.exit('order.yaml: wrong')").verdict(shop(tmp_path))
    assert verdict.findings == ["order.yaml: wrong"]
    assert row(asked("").verdict(shop(tmp_path))) == "| a tool | 1.0 | 1 | 0 |"


def test_a_tool_that_looked_at_nothing_has_not_been_content(tmp_path: Path):
    assert asked("", files=0).verdict(shop(tmp_path)).findings == ["nothing was looked at"]


def test_a_tool_that_cannot_be_had_is_named(tmp_path: Path):
    verdict = asked("", package=Machine("no-such-tool")).verdict(shop(tmp_path))
    assert "not asked: no no-such-tool on this machine" in row(verdict)


def test_a_check_that_is_skipped_without_a_reason_is_found():
    (checkov,) = (tool for tool in TOOLS if tool.name == "Checkov, kubernetes")
    skipped = {"file_path": "/a.yaml", "check_id": "CKV_1", "check_result": {}}
    report = {
        "results": {"failed_checks": [], "skipped_checks": [skipped], "parsing_errors": []},
        "summary": {"passed": 3, "skipped": 1},
    }
    answer = checkov.understood(subprocess.CompletedProcess([], 0, json.dumps(report), ""))
    assert answer.findings == ["/a.yaml: CKV_1 is skipped without a reason"]
