"""`python -m tests.verify [TOOL …]`: every tool in turn, or those whose name has one of the words.

Prints a table for `docs/generated-files.md`, then the findings; exit code 1 where there are any.
"""

import sys
from pathlib import Path

from tests.verify import contracts, monitoring, policies, servers, workflows
from tests.verify.shops import shops
from tests.verify.table import HEAD, detailed, row

_FILES = Path("build/verify/shops").absolute()
_TOOLS = [*servers.TOOLS, *workflows.TOOLS, *monitoring.TOOLS, *contracts.TOOLS, *policies.TOOLS]


def main() -> int:
    """Ask, print a row at a time, then what is to be mended."""
    asked = sys.argv[1:]
    chosen = [tool for tool in _TOOLS if not asked or any(word in tool.name for word in asked)]
    written = list(shops(_FILES))
    print(HEAD)  # noqa: T201
    verdicts = []
    for tool in chosen:
        verdicts.append(tool.verdict(written))
        print(row(verdicts[-1]), flush=True)  # noqa: T201
    for line in detailed(verdicts):
        print(line)  # noqa: T201
    return int(any(verdict.findings for verdict in verdicts))


sys.exit(main())
