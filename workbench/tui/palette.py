"""The command palette: everything that can be done, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from workbench.tui.actions import EVERYWHERE
from workbench.tui.page import Page

if TYPE_CHECKING:
    from textual.app import App

    from workbench.tui.host import Host


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the palette."""

    title: str
    help: str
    run: Callable[[], Awaitable[object] | None]


class EverythingProvider(Provider):
    """This screen's actions, the application's, and every lesson and exercise."""

    async def discover(self) -> Hits:
        """All commands, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.title, command.run, help=command.help)

    async def search(self, query: str) -> Hits:
        """Commands whose title matches what is typed."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.title)) > 0:
                title = matcher.highlight(command.title)
                yield Hit(score, title, command.run, help=command.help)

    def _commands(self) -> Iterator[Command]:
        host = cast("Host", self.app)
        own = self.screen.ACTIONS if isinstance(self.screen, Page) else ()
        titles: set[str] = set()
        for action in (*own, *EVERYWHERE):
            title = host.words.text(action.code)
            if action.name == "app.palette" or title in titles:
                continue
            titles.add(title)
            told = host.words.text(f"{action.code}-help")
            run = partial(self.app.run_action, action.name, self.screen)
            yield Command(f"{title} ({action.label})", told, run)
        yield from self._places(host, titles)

    def _places(self, host: Host, known: set[str]) -> Iterator[Command]:
        places = (
            ("decompose", host.action_decompose),
            ("blueprint", host.action_blueprint),
            ("lab", host.action_lab),
        )
        for name, run in places:
            title = host.words.text(f"tui-do-{name}")
            if title not in known:
                yield Command(title, host.words.text(f"tui-do-{name}-help"), run)
        for item in host.items:
            kind = host.words.text(f"tui-kind-{item.kind}")
            yield Command(item.title, kind, partial(host.open_item, item.id, item.kind))


def open_palette(app: App[int]) -> None:
    """Show the palette over the present screen."""
    if not isinstance(app.screen, CommandPalette):
        placeholder = cast("Host", app).words.text("tui-palette-placeholder")
        app.push_screen(CommandPalette([EverythingProvider], placeholder=placeholder))
