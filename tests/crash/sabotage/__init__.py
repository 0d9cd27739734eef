"""Ways to get it wrong, each put into the shop in place of what gets it right.

The shop has no branch for any of this: the crash tests' own launcher replaces the class.
"""

from collections.abc import Mapping

from tests.crash.sabotage.charging import charge_anew
from tests.crash.sabotage.consuming import ack_on_exception, handlers_throw, no_deduplication
from tests.crash.sabotage.relaying import delete_before_publish, no_relay, no_wait_for_acks
from tests.crash.sabotage.sabotage import Sabotage

SABOTAGES: Mapping[str, Sabotage] = {
    "handlers-throw": handlers_throw,
    "no-relay": no_relay,
    "delete-before-publish": delete_before_publish,
    "acks-0": no_wait_for_acks,
    "ack-on-exception": ack_on_exception,
    "no-deduplication": no_deduplication,
    "non-idempotent-charge": charge_anew,
}
