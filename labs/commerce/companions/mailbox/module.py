"""How mailbox is put together."""

from labs.commerce.companions.mailbox.api import Mailbox
from labs.commerce.platform.module import Assembly, Module, Parts


class SilentMailbox:
    """Fulfils the contract, and offers nothing yet."""


def build(_parts: Parts) -> Assembly:
    """Build the companion from what the host gives it."""
    return Assembly(SilentMailbox())


MODULE = Module("mailbox", "/mailbox", Mailbox, build)
