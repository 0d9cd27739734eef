"""The latest order of a running lab, as its events and its trace tell it."""

from uuid import UUID

from labs.observe.timeline import Timeline
from labs.runtime import LabStatus
from workbench.ports.laboratory import Happened, Story, Worked
from workbench.usecases.timelines import timeline_of
from workbench.usecases.traces import latest_traces, traces_of_order, waterfall

_LOOKED_AT = 60
"""As many of the latest traces are looked through for an order."""

_BAR = 1
"""The bars are not shown: there is no room beside the figures."""


def latest_story(status: LabStatus) -> Story | None:
    """The order that the latest trace is about; None where none was traced."""
    traced = (order for trace in latest_traces(status, _LOOKED_AT) for order in trace.orders)
    order = next(traced, None)
    if order is None:
        return None
    traces = traces_of_order(status, order)
    worked = [
        Worked(bar.label, bar.ms, bar.error) for trace in traces for bar in waterfall(trace, _BAR)
    ]
    return Story(order, happened(timeline_of(status, UUID(order))), tuple(worked))


def happened(told: Timeline) -> tuple[Happened, ...]:
    """The events of an order, each with who has handled it by now."""
    if not told.happenings:
        return ()
    begin = told.happenings[0].at
    return tuple(
        Happened(
            (each.at - begin).total_seconds() * 1000,
            each.event,
            each.detail,
            tuple(handling.module for handling in each.handled if handling.at is not None),
        )
        for each in told.happenings
    )
