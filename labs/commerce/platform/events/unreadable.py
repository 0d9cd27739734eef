"""What stands for an event that nobody can read, so that it can be set aside like any other."""

from datetime import UTC, datetime
from uuid import NAMESPACE_OID, uuid5

import msgspec

from labs.commerce.platform.brokers.port import LOG, Delivery
from labs.commerce.platform.messages import Envelope


def stand_in(delivery: Delivery) -> Envelope:
    """An envelope that is the same whenever the event at that position is read."""
    return Envelope(
        id=uuid5(NAMESPACE_OID, f"{LOG}/{delivery.position}"),
        event=delivery.event,
        at=datetime.fromtimestamp(0, UTC),
        request_id="",
        data=msgspec.Raw(b"null"),
    )
