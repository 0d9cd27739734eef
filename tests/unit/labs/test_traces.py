"""From the shop's work to its traces and back: what one module asked of another, and when."""

from pathlib import Path
from typing import Protocol
from uuid import UUID

import pytest
from opentelemetry.trace import SpanKind

from labs.commerce.platform.database import Remote
from labs.commerce.platform.errors import DomainError, UnavailableError
from labs.commerce.platform.events import Handlers
from labs.commerce.platform.messages import Event, Message
from labs.commerce.platform.scope import Scope, current, entered
from labs.commerce.platform.telemetry.instruments import Instruments, instruments
from labs.commerce.platform.telemetry.messaging import announcer, listening
from labs.commerce.platform.telemetry.peers import Edge, seen
from labs.commerce.platform.telemetry.recorder import FILE_BYTES
from labs.commerce.platform.telemetry.tracing import note, within
from labs.commerce.spec import Deployable, Tracing
from labs.observe.traces import (
    FileTraces,
    Kind,
    ObservedCall,
    ObservedEvent,
    Span,
    Trace,
    observed_calls,
    observed_events,
    tree,
)

ORDER = UUID(int=7)
SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
UNSAMPLED = SAMPLED[:-1] + "0"


class Question(Message, frozen=True):
    order_id: UUID = ORDER


class Rang(Event, frozen=True):
    order_id: UUID = ORDER


class Oracle(Protocol):
    async def ask(self, message: Question) -> Question: ...


class OracleService:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    async def ask(self, message: Question) -> Question:
        note("thought", attempt=2)
        if self.error is not None:
            raise self.error
        return message


class RemoteOracle(OracleService, Remote):
    pass


def replica(folder: Path, name: str = "temple", **tracing: float) -> Instruments:
    deployable = Deployable(
        name=name, modules=("oracle",), database="", port=1, traces=str(folder / f"{name}.jsonl")
    )
    return instruments(deployable, Tracing(**tracing))


async def asked(tools: Instruments, peer: OracleService, edge: Edge) -> None:
    oracle = seen(Oracle, peer, edge, tools.tracer)
    with tools.tracer.span("asking", SpanKind.INTERNAL, {}):
        await oracle.ask(Question())  # type: ignore[attr-defined]  # as the contract says


def written(tools: Instruments, folder: Path) -> tuple[Span, ...]:
    assert tools.recorder is not None
    tools.recorder.write()
    return FileTraces(folder).spans()


async def test_a_call_in_the_same_process_is_seen_with_both_modules(tmp_path: Path) -> None:
    tools = replica(tmp_path)
    with entered(Scope(traceparent=SAMPLED)):
        await asked(tools, OracleService(), Edge("pilgrim", "oracle"))
    outer, call = written(tools, tmp_path)
    assert (outer.trace_id, outer.parent_id) == (SAMPLED[3:35], SAMPLED[36:52])
    assert (call.parent_id, call.kind, call.order) == (outer.span_id, Kind.INTERNAL, str(ORDER))
    assert [(m.name, m.attributes["attempt"]) for m in call.moments] == [("thought", 2)]
    assert observed_calls([outer, call]) == (
        ObservedCall("pilgrim", "oracle", "ask", 1, call.ms, remote=False),
    )


async def test_a_remote_call_is_told_from_one_in_the_process(tmp_path: Path) -> None:
    tools = replica(tmp_path)
    edge = Edge("pilgrim", "oracle", "127.0.0.1:8001")
    with entered(Scope(traceparent=SAMPLED)):
        await asked(tools, RemoteOracle(), edge)
    call = written(tools, tmp_path)[1]
    assert (call.kind, call.attributes["server.port"]) == (Kind.CLIENT, 8001)
    assert observed_calls([call])[0].remote


async def test_a_remote_peer_stays_one_when_it_is_watched(tmp_path: Path) -> None:
    edge = Edge("pilgrim", "oracle", "127.0.0.1:8001")
    watched = seen(Oracle, RemoteOracle(), edge, replica(tmp_path).tracer)
    assert isinstance(watched, Remote)


async def test_what_is_not_sampled_leaves_nothing(tmp_path: Path) -> None:
    tools = replica(tmp_path)
    with entered(Scope(traceparent=UNSAMPLED)):
        await asked(tools, OracleService(), Edge("pilgrim", "oracle"))
    assert written(tools, tmp_path) == ()


@pytest.mark.parametrize(
    ("raised", "told"),
    [(DomainError("no", secret="s3cr3t"), ""), (UnavailableError("away"), "away")],
)
async def test_only_a_failure_is_an_error_and_it_is_told_by_its_code(
    tmp_path: Path, raised: Exception, told: str
) -> None:
    tools = replica(tmp_path)
    with entered(Scope(traceparent=SAMPLED)), pytest.raises(type(raised)):
        await asked(tools, OracleService(raised), Edge("pilgrim", "oracle"))
    call = written(tools, tmp_path)[1]
    assert (call.error, "s3cr3t" in repr(call)) == (told, False)


async def test_an_event_continues_the_trace_of_whoever_published_it(tmp_path: Path) -> None:
    bell, dog = replica(tmp_path, "bell"), replica(tmp_path, "dog")
    with entered(Scope(traceparent=SAMPLED)):
        carried = announcer(bell.tracer, "tower", "nats")(Rang(), ORDER)

    async def bark(_event: Rang, _event_id: UUID) -> None:
        note("barked")

    handlers: Handlers = listening(dog.tracer, "kennel", "nats", "dog", {Rang: bark})
    with entered(Scope(traceparent=carried)):
        await handlers[Rang](Rang(), ORDER)
    written(bell, tmp_path)
    published, handled = written(dog, tmp_path)
    assert (published.kind, handled.kind) == (Kind.PRODUCER, Kind.CONSUMER)
    assert handled.parent_id == published.span_id
    (found,) = observed_events([published, handled])
    assert found == ObservedEvent("tower", "Rang", "kennel", 1, found.p50_delay_ms)


def test_a_request_from_inside_is_recorded_only_if_its_caller_is(tmp_path: Path) -> None:
    tools = replica(tmp_path, ratio=1, per_second=100)
    with entered(Scope(traceparent=UNSAMPLED)):
        assert tools.tracer.request("POST", {}, internal=True) is None
        assert tools.tracer.request("POST", {}, internal=False) is not None


def test_a_request_that_nobody_records_still_has_a_trace_to_log(tmp_path: Path) -> None:
    tools = replica(tmp_path, ratio=0, per_second=0)
    with entered(Scope()):
        assert tools.tracer.request("POST", {}, internal=True) is None
        assert current().traceparent.endswith("-00")


def test_files_do_not_grow_without_end(tmp_path: Path) -> None:
    tools = replica(tmp_path)
    file = tmp_path / "temple.jsonl"
    for _ in range(3):
        file.touch()
        with file.open("r+b") as grown:
            grown.truncate(FILE_BYTES)
        span = request(tools)
        span.end()
        written(tools, tmp_path)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["temple.jsonl.1"]


def test_a_line_that_was_cut_short_hides_no_other(tmp_path: Path) -> None:
    tools = replica(tmp_path)
    (tmp_path / "temple.jsonl").write_bytes(b'{"resourceSpans":[{"sco\n')
    request(tools).end()
    assert len(written(tools, tmp_path)) == 1


def request(tools: Instruments):
    with entered(Scope(traceparent=SAMPLED)):
        span = tools.tracer.request("GET", {}, internal=False)
    assert span is not None
    return span


def test_the_gateway_is_part_of_the_trace_that_it_passed_on(tmp_path: Path) -> None:
    tools = replica(tmp_path)
    with within(request(tools)):
        pass
    entry = (
        f'{{"time":"2026-11-22T10:00:00.000Z","method":"GET","status":200,"duration_ms":5,'
        f'"route":"orders","attempts":1,"traceparent":"{SAMPLED}"}}\n'
    )
    (tmp_path / "gateway.log").write_text("no json\n" + entry)
    written(tools, tmp_path)
    trace = Trace(FileTraces(tmp_path).trace(SAMPLED[3:35]))
    assert (trace.root.service, trace.root.ms) == ("gateway", 5.0)
    assert [span.service for _, span in tree(trace.spans)[0].walk()] == ["gateway", "temple"]


def span(span_id: str, parent: str = "", begin_ms: int = 0, trace: str = "t") -> Span:
    begin = begin_ms * 1_000_000
    return Span(trace, span_id, parent, span_id, Kind.SERVER, begin, begin + 1_000_000)


def test_a_span_whose_parent_was_not_written_down_is_a_root() -> None:
    roots = tree([span("b", "a", 2), span("c", "gone", 1), span("a")])
    assert [[s.name for _, s in root.walk()] for root in roots] == [["a", "b"], ["c"]]


def test_a_trace_lasts_until_its_last_span_ends_and_is_answered_before() -> None:
    trace = Trace((span("a"), span("b", "a", 9)))
    assert (trace.answered_ms, trace.ms) == (1.0, 10.0)
