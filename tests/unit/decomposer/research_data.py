"""The data sets of others: beside the repository where they are at hand, never in it."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "data"


def research_data(*steps: str) -> Path:
    """A file or folder of the data sets; skips the test where it is absent."""
    path = FOLDER.joinpath(*steps)
    if not path.exists():
        pytest.skip(f"needs a data set of others that is not shipped: {'/'.join(steps)}")
    return path
