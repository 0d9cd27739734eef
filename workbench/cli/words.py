"""The command line's sentences, in the language that was asked for."""

from functools import cache

from content.messages import Messages, messages
from workbench.language import chosen_language


@cache
def words() -> Messages:
    """The catalogue of the command line: small, so that `--help` is fast."""
    return messages(chosen_language(), "cli")


@cache
def all_words() -> Messages:
    """Every catalogue, for findings, problems and differences."""
    return messages(chosen_language())


def words_of_problems() -> Messages:
    """What is wrong with a blueprint or a graph: a run that generates loads no more than that."""
    return messages(chosen_language(), "blueprint", "decomposer")


def help_for(command: str, part: str = "") -> str:
    """The help text of a command or of one of its options."""
    return words().text(f"help-{command}-{part}" if part else f"help-{command}")
