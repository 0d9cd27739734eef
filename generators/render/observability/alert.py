"""An alert: whom it concerns, what is wrong, and where it stands what to do."""

from generators.render.observability.runbooks import runbook

Json = dict[str, object]

_WHERE = "{{ with $labels.namespace }}{{ . }}/{{ end }}{{ $labels.service }}"
"""Beside compose there are no namespaces."""


def alert(
    name: str, expr: str, severity: str, summary: str, *, lasting: str = "", window: str = ""
) -> Json:
    """`severity`: `page` or `ticket`. `lasting`: for how long the expression has to hold."""
    return {
        "alert": name,
        "expr": expr,
        **({"for": lasting} if lasting else {}),
        "labels": {"severity": severity, **({"window": window} if window else {})},
        "annotations": {"summary": f"{_WHERE}: {summary}", "runbook": runbook(name)},
    }
