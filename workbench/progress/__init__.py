"""What the learner has done, kept in SQLite."""

from workbench.progress.store import Attempt, ProgressError, ProgressStore, Standing

__all__ = ["Attempt", "ProgressError", "ProgressStore", "Standing"]
