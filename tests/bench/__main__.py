"""`python -m tests.bench [faces|models|labs …]`."""

import sys

from tests.bench import faces, labs, models

ROOMS = {"faces": faces, "models": models, "labs": labs}


def main() -> None:
    """Measure and print, a row at a time."""
    for name in sys.argv[1:] or ROOMS:
        print(f"\n{name}", flush=True)  # noqa: T201
        for figure in ROOMS[name].figures():
            print(f"  {figure.line}", flush=True)  # noqa: T201


main()
