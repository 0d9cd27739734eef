"""How a participant is put together: no module of the shop, and beside those that check out."""

from labs.commerce.platform.module import Assembly, Module, Parts
from labs.commerce.two_phase.api import Participant
from labs.commerce.two_phase.participant import BranchService
from labs.commerce.two_phase.prepared import Prepared


def build(parts: Parts) -> Assembly:
    """Build the participant from what the host gives it."""
    service = BranchService(parts, Prepared(parts.database))
    return Assembly(service, measure=service.measure)


MODULE = Module("two-phase", "/two-phase", Participant, build)
