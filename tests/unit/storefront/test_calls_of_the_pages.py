"""How the pages call the shop: any replica, again where that is safe, in the visitor's trace."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from labs.commerce.companions.storefront.backend.client import Backend, Call, lines
from labs.commerce.platform.calls.breaker import Breaker
from labs.commerce.platform.calls.client import Answer, AnswerLostError, NotSentError
from labs.commerce.platform.calls.replicas import Replica, Replicas
from labs.commerce.platform.errors import OutcomeUnknownError, UnavailableError
from labs.commerce.platform.scope import Scope, entered
from labs.commerce.spec import Deployable, Secrets, Spec

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@dataclass
class ScriptedChannel:
    """Answers, or fails in one way for ever."""

    failure: Exception | None = None
    heard: list[Mapping[str, str]] = field(default_factory=list)
    authority: str = "nowhere:1"

    async def request(
        self, _method: str, _path: str, _body: bytes, headers: Mapping[str, str], _timeout_s: float
    ) -> Answer:
        self.heard.append(headers)
        if self.failure is not None:
            raise self.failure
        return Answer(200, {}, b"1")


def backend(*channels: ScriptedChannel) -> Backend:
    known = [Replica(channel, Breaker(5, 1.0), 200) for channel in channels]  # type: ignore[arg-type]
    return Backend({"products": Replicas("products", known)})


def call(method: str = "GET") -> Call:
    return Call("products", method, "/api/v1/products")


async def test_every_replica_of_a_module_is_asked() -> None:
    channels = ScriptedChannel(), ScriptedChannel()
    pages = backend(*channels)
    for _ in range(60):
        assert await pages.ask(call(), int) == 1
    assert all(channel.heard for channel in channels)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_never_arrived_is_asked_of_another_replica(method: str) -> None:
    pages = backend(ScriptedChannel(NotSentError("refused")), ScriptedChannel())
    for _ in range(30):
        assert await pages.ask(call(method), int) == 1


async def test_only_a_read_is_repeated_when_its_answer_got_lost() -> None:
    lost = ScriptedChannel(AnswerLostError("reset"))
    with pytest.raises(OutcomeUnknownError):
        await backend(lost).ask(call("POST"), int)
    assert len(lost.heard) == 1
    with pytest.raises(OutcomeUnknownError):
        await backend(lost).ask(call(), int)
    assert len(lost.heard) == 3


async def test_a_module_nobody_holds_is_away() -> None:
    with pytest.raises(UnavailableError):
        await Backend({}).ask(call(), int)


async def test_the_shop_learns_which_trace_a_page_belongs_to() -> None:
    channel = ScriptedChannel()
    with entered(Scope("r1", traceparent=TRACE)):
        await backend(channel).ask(call(), int)
    assert channel.heard[0]["traceparent"] == TRACE


def test_modules_that_share_a_deployable_share_its_replicas() -> None:
    held = {"products": ("products", "search"), "cart": ("cart",)}
    deployables = [
        Deployable(name=name, modules=modules, database="", port=port + number, replica=number)
        for port, (name, modules) in zip((100, 200), held.items(), strict=True)
        for number in (1, 2)
    ]
    first = {one.name: one.url for one in reversed(deployables)}
    spec = Spec(
        deployables=tuple(deployables),
        peers={module: first[name] for name, modules in held.items() for module in modules},
        cache="",
        broker="",
        secrets=Secrets(sealing_key="", internal_token=""),
    )
    known = lines(spec)
    assert known["products"] is known["search"] is not known["cart"]
    assert len(known["products"].breakers) == 2
