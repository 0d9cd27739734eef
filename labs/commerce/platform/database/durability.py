"""Whether a commit waits for the disk: said by a statement of its transaction, at no extra cost.

A commit that is not awaited can be taken back by a crash of the server. It is for what is found out
or done again anyway, and whoever says so gives the reason.
"""

NOT_AWAITED = "set_config('synchronous_commit', 'off', true)"
"""The commit is not waited for, where a statement evaluates this."""

SOON = f"WITH soon AS MATERIALIZED (SELECT {NOT_AWAITED} AS written)"
"""How a statement begins that has it so. It has to read it as well, since nothing is evaluated that
nobody reads: `FROM soon WHERE` and then `IS_SOON`."""
IS_SOON = "soon.written = 'off'"

DURABLE = (
    "WITH durable AS MATERIALIZED (SELECT set_config('synchronous_commit', 'on', true) AS written)"
)
"""The opposite, whatever other statements of the transaction have said; with `IS_DURABLE`."""
IS_DURABLE = "durable.written = 'on'"
