"""Judge the wiring of the order flow, and replay a short day through it."""

from exercises.events.order_events import ordering, wiring
from exercises.events.order_events.evidence import EventEvidence, read
from exercises.grading.grader import Grader

GRADER: Grader[EventEvidence, None] = Grader(read, (*wiring.CHECKS, *ordering.CHECKS))
