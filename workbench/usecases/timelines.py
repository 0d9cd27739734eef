"""What happened to an order on a running lab."""

import asyncio
from uuid import UUID

from labs.observe.timeline import Timeline, read_timeline
from labs.runtime import LabStatus


def timeline_of(status: LabStatus, order_id: UUID) -> Timeline:
    """The order's events and the steps of its saga; nothing happened to one that does not exist."""
    return asyncio.run(read_timeline(status.databases.values(), order_id))
