"""`python -m tests.bench [faces|models|labs|decomposer|generators|docker|capacity …]`.

The capacity takes minutes, the decomposer and the generators up to one, and containers need an
engine: only by name.
"""

import sys

from tests.bench import capacity, decomposer, docker, faces, generators, labs, models

ROOMS = {
    "faces": faces,
    "models": models,
    "labs": labs,
    "decomposer": decomposer,
    "docker": docker,
    "generators": generators,
    "capacity": capacity,
}
USUAL = ("faces", "models", "labs")


def main() -> None:
    """Measure and print, a row at a time."""
    for name in sys.argv[1:] or USUAL:
        print(f"\n{name}", flush=True)  # noqa: T201
        for figure in ROOMS[name].figures():
            print(f"  {figure.line}", flush=True)  # noqa: T201


main()
