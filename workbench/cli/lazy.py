"""A click group that knows its commands by name and imports one only when it is used.

`--help` lists every command from the message catalogue, so it answers without importing any.
"""

from importlib import import_module

import click

from workbench.cli.click_words import name_placeholders
from workbench.cli.words import words


class LazyGroup(click.Group):
    """A group whose commands are `name -> "module:attribute"`."""

    def __init__(self, *args: object, commands_at: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        optional = "-optional" if self.invoke_without_command else ""
        self.subcommand_metavar = words().text(f"metavar-command{optional}")
        name_placeholders(self)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order they are met in the course, not the alphabet's."""
        del ctx
        return list(self._commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module and hand the command over."""
        del ctx
        place = self._commands_at.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        name_placeholders(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuse an unknown command with the nearest known one."""
        name = args[0]
        if name not in self._commands_at and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, self._commands_at, n=1)
            key = "cli-unknown-command-near" if near else "cli-unknown-command"
            ctx.fail(words().text(key, name=name, near=near[0] if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their first sentences, without importing them."""
        prefix = "" if ctx.parent is None else f"{ctx.info_name}-"
        rows = [(name, words().text(f"help-{prefix}{name}")) for name in self._commands_at]
        with formatter.section(words().text("cli-commands")):
            formatter.write_dl(rows)
