"""Alerts on what no error budget shows: events that stay, sagas that stick, stores away."""

from collections.abc import Iterator

from generators.blueprint import Blueprint
from generators.render.observability.alert import alert
from generators.render.observability.measured import BY

Json = dict[str, object]


def machinery(bp: Blueprint) -> Iterator[Json]:
    """Replicas, their databases and the calls between them."""
    yield alert(
        "ReplicaDown", "up == 0", "page", "A replica does not answer Prometheus.", lasting="2m"
    )
    gone = (
        f"max by ({BY}) (max_over_time(up[1d])) == 1\n"
        "unless\n"
        f"max by ({BY}) (up) == 1"
    )  # what is deleted takes its series along
    yield alert("ServiceGone", gone, "page", "Nobody answers for it any more.", lasting="2m")
    away = f"min by ({BY}) (shop_database_answers) == 0"
    yield alert("DatabaseAway", away, "page", "The database does not answer.", lasting="2m")
    waited = f'max by ({BY}) (shop_pool_connections{{state="waiting"}}) > 0'
    yield alert("PoolExhausted", waited, "ticket", "Requests wait for a connection.", lasting="5m")
    late = f"max by ({BY}) (shop_loop_lag_seconds) > 0.1"
    yield alert("EventLoopLate", late, "ticket", "Something blocks the event loop.", lasting="5m")
    if bp.communication and bp.communication.breakers:
        refused = f"max by ({BY}, peer) (shop_breaker_state) == 2"
        summary = "Calls to {{ $labels.peer }} are refused: its breaker stays open."
        yield alert("BreakerOpen", refused, "ticket", summary, lasting="5m")


def events(bp: Blueprint) -> Iterator[Json]:
    """Outbox, consumers and projections."""
    if bp.events is None:
        return
    stuck = (
        f"max by ({BY}) (min_over_time(shop_outbox_events[5m])) > 0\n"
        "unless\n"
        f"sum by ({BY}) (rate(shop_events_published_total[5m])) > 0"
    )
    yield alert(
        "OutboxStuck", stuck, "page", "Events wait, and none goes to the broker.", lasting="2m"
    )
    behind = f"max by ({BY}) (shop_outbox_events) > 1000"
    yield alert(
        "OutboxLags", behind, "ticket", "Events are made faster than handed on.", lasting="10m"
    )
    late = f"max by ({BY}) (shop_event_lag_seconds) > 60"
    yield alert("ConsumerLags", late, "ticket", "What it knows is over a minute old.", lasting="5m")
    late = f"max by ({BY}, projection) (shop_projection_lag_seconds) > 60"
    summary = "Projection {{ $labels.projection }} is over a minute old."
    yield alert("ProjectionLags", late, "ticket", summary, lasting="5m")
    dead = f"max by ({BY}) (shop_dead_letters) > 0"
    yield alert(
        "DeadLetters", dead, "ticket", "Events were set aside: look, then replay.", lasting="1m"
    )


def checkout(bp: Blueprint) -> Iterator[Json]:
    """Sagas, or promises to commit."""
    if bp.transactions is None:
        return
    if bp.transactions.checkout == "two-phase-commit":
        held = f"max by ({BY}) (shop_in_doubt_oldest_seconds) > 60"
        yield alert(
            "CommitInDoubt", held, "page", "Rows are locked for over a minute.", lasting="1m"
        )
    if bp.transactions.checkout.startswith("saga"):
        stuck = f"max by ({BY}) (shop_sagas_stuck) > 0"
        summary = "{{ $value }} sagas failed or are past their deadline."
        yield alert("SagaStuck", stuck, "page", summary, lasting="1m")
        refused = f"max by ({BY}) (shop_compensations_refused) > 0"
        summary = "The rules refused a compensation: somebody must decide."
        yield alert("CompensationRefused", refused, "page", summary, lasting="1m")
