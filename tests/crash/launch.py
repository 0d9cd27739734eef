"""The shop's launcher for crash tests: shorter patience, and sabotage where a test asks for it.

`python -m tests.crash.launch [SABOTAGE] SPEC.json --on-demand`
"""

import json
import sys
from pathlib import Path

from labs.commerce import launch
from tests.crash.sabotage import SABOTAGES

SETTINGS = {"saga_deadline_ms": 5_000}


def main(arguments: list[str]) -> int:
    *sabotage, path, mode = arguments
    for name in sabotage:
        SABOTAGES[name]()
    specification = Path(path)
    changed = {**json.loads(specification.read_bytes()), **SETTINGS}
    specification.write_text(json.dumps(changed), encoding="utf-8")
    return launch.main([path, mode])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
