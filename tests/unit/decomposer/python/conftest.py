"""Reading made-up projects."""

import pytest

from decomposer.importers.python import load_python
from tests.unit.decomposer.python.project import SHOP


@pytest.fixture
def read(tmp_path):
    def read(files=SHOP, depth=None):
        for name, text in files.items():
            file = tmp_path / "code" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_python(tmp_path / "code", depth)

    return read
