from pathlib import Path

import pytest

from tests.command import Command


@pytest.fixture
def run(tmp_path: Path) -> Command:
    return Command(tmp_path)
