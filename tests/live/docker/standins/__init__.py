"""Images under the official names, made of this machine's own files: no registry is asked.

They prove the runtime, not the official images' entrypoints: those are imitated as far as the
generated compose project relies on them.
"""

from tests.live.docker.standins.building import build_stand_ins

__all__ = ["build_stand_ins"]
