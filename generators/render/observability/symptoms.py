"""Alerts on what no error budget shows: events that stay, sagas that stick, stores away."""

from collections.abc import Iterator

from generators.blueprint import Blueprint

Json = dict[str, object]


def machinery(bp: Blueprint) -> Iterator[Json]:
    """Replicas, their databases and the calls between them."""
    yield _alert("ReplicaDown", "up == 0", "2m", "page", "A replica does not answer Prometheus.")
    away = "min by (service) (shop_database_answers) == 0"
    yield _alert("DatabaseAway", away, "2m", "page", "The database does not answer.")
    waited = 'max by (service) (shop_pool_connections{state="waiting"}) > 0'
    yield _alert("PoolExhausted", waited, "5m", "ticket", "Requests wait for a connection.")
    late = "max by (service) (shop_loop_lag_seconds) > 0.1"
    yield _alert("EventLoopLate", late, "5m", "ticket", "Something blocks the event loop.")
    if bp.communication and bp.communication.breakers:
        refused = "max by (service, peer) (shop_breaker_state) == 2"
        summary = "Calls to {{ $labels.peer }} are refused: its breaker stays open."
        yield _alert("BreakerOpen", refused, "5m", "ticket", summary)


def events(bp: Blueprint) -> Iterator[Json]:
    """Outbox, consumers and projections."""
    if bp.events is None:
        return
    stuck = (
        "max by (service) (min_over_time(shop_outbox_events[5m])) > 0\n"
        "unless\n"
        "sum by (service) (rate(shop_events_published_total[5m])) > 0"
    )
    yield _alert("OutboxStuck", stuck, "2m", "page", "Events wait, and none goes to the broker.")
    behind = "max by (service) (shop_outbox_events) > 1000"
    yield _alert("OutboxLags", behind, "10m", "ticket", "Events are made faster than handed on.")
    late = "max by (service) (shop_event_lag_seconds) > 60"
    yield _alert("ConsumerLags", late, "5m", "ticket", "What it knows is over a minute old.")
    late = "max by (service, projection) (shop_projection_lag_seconds) > 60"
    summary = "Projection {{ $labels.projection }} is over a minute old."
    yield _alert("ProjectionLags", late, "5m", "ticket", summary)
    dead = "max by (service) (shop_dead_letters) > 0"
    yield _alert("DeadLetters", dead, "1m", "ticket", "Events were set aside: look, then replay.")


def checkout(bp: Blueprint) -> Iterator[Json]:
    """Sagas, or promises to commit."""
    if bp.transactions is None:
        return
    if bp.transactions.checkout == "two-phase-commit":
        held = "max by (service) (shop_in_doubt_oldest_seconds) > 60"
        yield _alert("CommitInDoubt", held, "1m", "page", "Rows are locked for over a minute.")
    if bp.transactions.checkout.startswith("saga"):
        stuck = "max by (service) (shop_sagas_stuck) > 0"
        summary = "{{ $value }} sagas failed or are past their deadline."
        yield _alert("SagaStuck", stuck, "1m", "page", summary)
        refused = "max by (service) (shop_compensations_refused) > 0"
        summary = "The rules refused a compensation: somebody must decide."
        yield _alert("CompensationRefused", refused, "1m", "page", summary)


def _alert(name: str, expr: str, lasting: str, severity: str, summary: str) -> Json:
    return {
        "alert": name,
        "expr": expr,
        "for": lasting,
        "labels": {"severity": severity},
        "annotations": {"summary": f"{{{{ $labels.service }}}}: {summary}"},
    }
