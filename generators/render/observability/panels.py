"""The panels of a Grafana dashboard, and how they fill its rows."""

from dataclasses import dataclass

from generators.render.reasons import because

Json = dict[str, object]

SOURCE: Json = {"type": "prometheus", "uid": "${source}"}
_COLUMNS = 24
_HEIGHT = 8


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: what is asked, by name of the legend."""

    title: str
    asked: tuple[tuple[str, str], ...]
    """PromQL, and the legend of its series."""
    unit: str = "short"
    limit: float | None = None
    """Drawn as a line where a promise or an alert begins."""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Panels that answer one question."""

    title: str
    panels: tuple[Panel, ...]
    reason: str = ""
    """Why it is here; empty where every shop has it."""
    places: tuple[str, ...] = ()
    """The choices behind that."""


def laid_out(rows: list[Row], link: str) -> list[Json]:
    """All panels with their places; a click on a series leads to `link`."""
    found: list[Json] = []
    top = 0
    for row in rows:
        place = {"x": 0, "y": top, "w": _COLUMNS, "h": 1}
        title = {"type": "row", "title": row.title, "collapsed": False, "panels": []}
        found.append({"id": len(found) + 1, **title, "gridPos": place})
        width = _COLUMNS // len(row.panels)
        for index, panel in enumerate(row.panels):
            place = {"x": index * width, "y": top + 1, "w": width, "h": _HEIGHT}
            drawn = {"id": len(found) + 1, **_drawn(panel, link), "gridPos": place}
            found.append(because(drawn, row.reason, *row.places) if row.reason else drawn)
        top += 1 + _HEIGHT
    return found


def _drawn(panel: Panel, link: str) -> Json:
    return {
        "type": "timeseries",
        "title": panel.title,
        "description": panel.help,
        "datasource": SOURCE,
        "targets": [
            {"refId": chr(ord("A") + index), "expr": expr, "legendFormat": legend}
            for index, (expr, legend) in enumerate(panel.asked)
        ],
        "fieldConfig": {"defaults": _defaults(panel, link), "overrides": []},
        "options": {
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
    }


def _defaults(panel: Panel, link: str) -> Json:
    steps: list[Json] = [{"color": "green", "value": None}]
    custom: Json = {"lineWidth": 1, "fillOpacity": 8, "showPoints": "never"}
    if panel.limit is not None:
        steps.append({"color": "red", "value": panel.limit})
        custom["thresholdsStyle"] = {"mode": "dashed"}
    return {
        "unit": panel.unit,
        "min": 0,
        "custom": custom,
        "thresholds": {"mode": "absolute", "steps": steps},
        "links": [{"title": "Only this service", "url": link, "targetBlank": False}],
    }
