"""The command line: each command parses, calls one use case, prints, exits."""

from workbench.cli.app import main

__all__ = ["main"]
