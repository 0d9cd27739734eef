"""Reading the shop's traces: what called what, in one process and across services and events."""

from labs.observe.traces.calls import ObservedCall, ObservedEvent, observed_calls, observed_events
from labs.observe.traces.files import FileTraces
from labs.observe.traces.span import Kind, Moment, Span
from labs.observe.traces.tree import Node, Trace, tree

__all__ = [
    "FileTraces",
    "Kind",
    "Moment",
    "Node",
    "ObservedCall",
    "ObservedEvent",
    "Span",
    "Trace",
    "observed_calls",
    "observed_events",
    "tree",
]
