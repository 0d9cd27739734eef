"""Why a block stands in a generated file, and which choice of the blueprint made it so.

A renderer marks a block with the code of a reason and the places of the choices behind it:

    because(rule, "route", f"gateway.routes[{route.prefix}]", timeout=route.timeout_ms)
    because(spec, "replicas", f"services.{name}.replicas", key="replicas")   # of one entry only

A marked block is a dictionary like any other; `|` and `**` make a new one without the mark, so it
is marked last. A template writes the line `{{ why("one-user") }}` above what it explains.

A place is written as `generators.blueprint.places` reads it; an item of a list goes by its prefix,
its name or its ends (`communication.edges[order → payment]`), as numbers change with the list. The
words of a reason are `reason-<code>` in `content/messages/{en,ru}/reasons.toml`.

In what renderers return, marks are comments in a short form. `generators.render` takes them out, or
puts them into words: nobody else needs to know of them.
"""

from generators.render.reasons.comments import Why, commented, plain
from generators.render.reasons.mark import Because, Mark, because
from generators.render.reasons.marker import marker
from generators.render.reasons.origin import Choice, Origin, Origins
from generators.render.reasons.scope import Reason, reasons_in

__all__ = [
    "Because",
    "Choice",
    "Mark",
    "Origin",
    "Origins",
    "Reason",
    "Why",
    "because",
    "commented",
    "marker",
    "plain",
    "reasons_in",
]
