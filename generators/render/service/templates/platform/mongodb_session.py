"""The session that an open transaction of MongoDB's runs in."""

from pymongo.asynchronous.client_session import AsyncClientSession

from .transactions import open_transaction


def session() -> AsyncClientSession | None:
    """That of the running task's transaction; none outside any."""
    transaction = open_transaction()
    return None if transaction is None else transaction.connection
