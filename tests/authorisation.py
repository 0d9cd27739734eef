"""Who may call which public route of the shop, as `authorisation.toml` declares it."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from labs.commerce.host import MODULES, Host
from labs.commerce.modules.permissions.service import ROLES
from labs.commerce.platform.serving.routing import PublicRoutes
from labs.commerce.spec import Deployable, Secrets, Spec

TABLE = Path(__file__).with_name("authorisation.toml")
ANYONE, SIGNED_IN, OWNER, NOBODY = "anyone", "signed-in", "owner", "nobody"
WORDS = {ANYONE, SIGNED_IN, OWNER, NOBODY, *ROLES}


@dataclass(frozen=True)
class Rule:
    """Who may call a route."""

    module: str
    method: str
    template: str
    who: frozenset[str]

    @property
    def route(self) -> str:
        """As the table names it."""
        return f"{self.method} {self.template}"

    @property
    def parameters(self) -> list[str]:
        """What the path leaves open."""
        return re.findall(r"{(\w+)}", self.template)

    def path(self, objects: dict[str, str]) -> str:
        """The path to particular objects."""
        return self.template.format(**objects)

    def admits(self, roles: frozenset[str] | None, *, owns: bool) -> bool:
        """Whether a caller gets in; `roles` is None for one without a token."""
        if NOBODY in self.who:
            return False
        if ANYONE in self.who or roles is None:
            return ANYONE in self.who
        return SIGNED_IN in self.who or (OWNER in self.who and owns) or bool(self.who & roles)


def declared() -> dict[str, Rule]:
    """The table, by route."""
    rules = (
        Rule(module, *route.split(" ", 1), frozenset(word.strip() for word in who.split(",")))
        for module, routes in tomllib.loads(TABLE.read_text("utf-8")).items()
        for route, who in routes.items()
    )
    return {rule.route: rule for rule in rules}


def existing() -> dict[str, str]:
    """Every public route of the shop's modules, and whose it is."""
    return {f"{method} {template}": module for module, method, template in published(MODULES)}


def published(modules: Sequence[str]) -> PublicRoutes:
    """The public routes of some modules."""
    return _shop(modules).application.public


def heard() -> dict[str, set[str]]:
    """The events that each of the shop's modules listens to."""
    built = _shop(MODULES)._built
    return {name: {kind.__name__ for kind in built[name].handlers} for name in MODULES}


def asked() -> dict[str, set[str]]:
    """The modules that each of the shop's modules asks."""
    found: dict[str, set[str]] = {name: set() for name in MODULES}

    class Listening(Host):
        def _peer(self, caller: str, name: str) -> object:
            found.setdefault(caller, set()).add(name)
            return super()._peer(caller, name)

    _shop(MODULES, Listening)
    return found


def _shop(modules: Sequence[str], kind: type[Host] = Host) -> Host:
    shop = Deployable(name="shop", modules=tuple(modules), database="postgresql:///none", port=1)
    spec = Spec(
        deployables=(shop,),
        peers={"payment-provider": "http://127.0.0.1:1"},
        cache="redis://127.0.0.1:1/0",
        broker="nats://127.0.0.1:1",
        secrets=Secrets(sealing_key="none", internal_token="none"),
    )
    return kind(spec, shop)
