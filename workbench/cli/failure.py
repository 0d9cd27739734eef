"""From what went wrong to sentences and an exit code. No traceback ever reaches the learner."""

import os
import sys
from contextlib import suppress
from enum import IntEnum

import click

from workbench.cli.words import all_words, words


class Exit(IntEnum):
    """The contract of the command line."""

    HELD = 0
    DID_NOT_HOLD = 1
    USAGE = 2
    COULD_NOT_JUDGE = 3
    INTERRUPTED = 130


def run(command: click.Command) -> None:
    """Run `command` and exit the process."""
    try:
        outcome = command.main(prog_name="workbench", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code: int = stop.exit_code
    except click.Abort:
        click.echo(words().text("cli-interrupted"), err=True)
        code = Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = Exit.USAGE
    except KeyboardInterrupt:
        click.echo(words().text("cli-interrupted"), err=True)
        code = Exit.INTERRUPTED
    except BrokenPipeError:
        # the reader went away (`| head`): nothing to say, and nowhere to say it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.HELD
    except Exception as error:  # noqa: BLE001 - the last place where a traceback could reach the learner
        code = _explain(error)
    else:
        code = outcome if isinstance(outcome, int) else Exit.HELD
    with suppress(OSError):
        sys.stdout.flush()
    if code == Exit.INTERRUPTED:
        os._exit(code)  # threads may still be grading; what they started ends with this process
    sys.exit(int(code))


def _explain(error: Exception) -> Exit:
    for line in (told := _told(error))[0]:
        click.echo(line, err=True)
    if os.environ.get("WORKBENCH_DEBUG"):
        import traceback

        traceback.print_exception(error)
    return Exit.COULD_NOT_JUDGE if told[1] else Exit.USAGE


def _told(error: Exception) -> tuple[list[str], bool]:
    from workbench.usecases.failures import sentences

    try:
        return sentences(error, all_words())
    except Exception:  # noqa: BLE001 - even a missing sentence must not become a traceback
        return [f"{type(error).__name__}: {error}"], True
