"""Tools for what Prometheus and Grafana read."""

from collections.abc import Iterator

from tests.verify.packages import Debian, Node
from tests.verify.tool import Run, Shop, Tool

_PROMETHEUS = Debian("prometheus", "promtool")
_BOARD = """\
import { ThresholdsMode, type Dashboard } from "@grafana/schema";
export const board: Dashboard = """
_MODE = '"mode": "absolute"', '"mode": ThresholdsMode.Absolute'
"""What TypeScript takes for a member of an enumeration, and what it wants to see."""
_GRAFANA = Node(("typescript@5.9.3", "@grafana/schema@13.2.3"))
_TYPES = ("--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022")


def _rules(shop: Shop) -> Iterator[Run]:
    files = shop.having("observability/prometheus/rules.yaml")
    yield Run(["check", "rules", "--lint=all", "--lint-fatal", *files], shop.files, len(files))


def _configuration(shop: Shop) -> Iterator[Run]:
    # Debian's build knows no discovery by Kubernetes, so `kubernetes.yaml` is left out
    files = shop.having("observability/prometheus/compose.yaml")
    yield Run(["check", "config", *files], shop.files, len(files))


def _board(shop: Shop) -> Iterator[Run]:
    """As TypeScript reads it: a field that Grafana's own types do not know is an error."""
    for path in shop.having("observability/grafana/boards/*.json"):
        source = _GRAFANA.place / f"{shop.name}.mts"
        document = (shop.files / path).read_text("utf-8").replace(*_MODE)
        source.write_text(_BOARD + document, "utf-8")
        yield Run([*_TYPES, source.name], _GRAFANA.place, 1)


TOOLS = (
    Tool("promtool check rules", _PROMETHEUS, "promtool", _rules, tells_version=("--version",)),
    Tool(
        "promtool check config",
        _PROMETHEUS,
        "promtool",
        _configuration,
        tells_version=("--version",),
    ),
    Tool("tsc with @grafana/schema 13.2.3", _GRAFANA, "tsc", _board),
)
