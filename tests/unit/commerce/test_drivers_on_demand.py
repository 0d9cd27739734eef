"""Drivers of stores that nobody chose cost no memory, nor does an HTTP client that nobody calls."""

import subprocess
import sys

import pytest

_LOADS = """
import sys
from labs.commerce.host import MODULES, preload
from labs.commerce.spec import Deployable, Secrets, Spec, Stores
shop = Deployable(name="shop", modules=MODULES, database="", port=1)
preload(Spec(deployables=(shop,), peers={}, cache="", broker="",
    secrets=Secrets(sealing_key="", internal_token=""), stores=Stores(%s)))
print(*sorted({"pymongo", "elasticsearch", "aiohttp"} & sys.modules.keys()))
"""


@pytest.mark.parametrize(
    ("chosen", "loaded"),
    [
        ("", ""),
        ("catalogue='mongodb://x'", "pymongo"),
        ("search='http://x'", "aiohttp elasticsearch"),
    ],
)
def test_a_driver_is_loaded_before_the_fork_where_it_is_chosen_and_nowhere_else(
    chosen: str, loaded: str
) -> None:
    argv = [sys.executable, "-c", _LOADS % chosen]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stdout.split() == loaded.split()
