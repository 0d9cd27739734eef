"""How mailbox is put together."""

from functools import partial
from urllib.parse import urlsplit

from labs.commerce.companions.mailbox.api import Mailbox
from labs.commerce.companions.mailbox.post_office import PostOffice
from labs.commerce.companions.mailbox.routes import routes
from labs.commerce.companions.mailbox.smtp import listen
from labs.commerce.companions.mailbox.store import LetterStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the companion from what the host gives it."""
    letters = LetterStore(parts.database)
    office = PostOffice(letters, parts.clock, parts.log)
    address = urlsplit(parts.spec.mail)
    # where a name leads to it that is not its own, it listens where its deployable does
    own = next((d.listen for d in parts.spec.deployables if "mailbox" in d.modules), "")
    host = own or address.hostname or "127.0.0.1"
    opening = partial(listen, office, host, address.port or 0)
    return Assembly(letters, routes(letters), opening=opening)


MODULE = Module("mailbox", "/mailbox", Mailbox, build, schema_of(__package__))
