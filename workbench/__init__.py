"""The faces of the workbench: TUI and CLI, their use cases, and the learner's progress."""
