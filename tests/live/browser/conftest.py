"""One lab and one browser for every journey."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from labs.local.options import LocalOptions
from labs.local.runtime import LocalRuntime
from tests.live.browser.visitor import chromium
from workbench.usecases.shops import shop_blueprint


class Lab:
    """The eleven services with the shop's pages in front of them."""

    def __init__(self, runtime: LocalRuntime, url: str) -> None:
        self.runtime = runtime
        self.url = url


@pytest.fixture(scope="package")
def lab() -> Iterator[Lab]:
    if chromium() is None:
        pytest.skip("no Chromium on this machine: install Debian's `chromium`, or set CHROMIUM")
    with tempfile.TemporaryDirectory(prefix="browser-test-") as place:
        Path(place).chmod(0o711)
        options = LocalOptions(base=Path(place) / "labs", limits=False, restart_after_s=0.5)
        runtime = LocalRuntime(options)
        status = runtime.up(shop_blueprint("reference", None))
        yield Lab(runtime, status.gateway_url)
        runtime.down()


@pytest.fixture(scope="package")
def browser(lab: Lab) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()
