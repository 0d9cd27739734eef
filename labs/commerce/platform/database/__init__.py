"""One database for each deployable: its connections, transactions, and what waits for a commit."""

from labs.commerce.platform.database.database import (
    CONNECTIONS,
    Database,
    Remote,
    Transaction,
    open_transaction,
)

__all__ = ["CONNECTIONS", "Database", "Remote", "Transaction", "open_transaction"]
