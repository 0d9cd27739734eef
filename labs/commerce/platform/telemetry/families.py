"""What each metric says, for whoever reads `/metrics`."""

from collections.abc import Mapping

HELP: Mapping[str, str] = {
    "shop_requests_total": "Requests answered, by module, route and status.",
    "shop_request_seconds": "Time to answer a request, by module and route.",
    "shop_requests_shed_total": "Requests refused because there was too much to do.",
    "shop_remote_calls_total": "Calls to modules in other deployables, by outcome.",
    "shop_remote_retries_total": "Calls to other deployables that were repeated.",
    "shop_breaker_state": "0: calls go through, 1: one probe may, 2: calls are refused.",
    "shop_events_published_total": "Events handed to the broker.",
    "shop_events_consumed_total": "Events that arrived, by what became of them.",
    "shop_event_delay_seconds": "Time from the commit that made an event true to its handling.",
    "shop_outbox_events": "Events that wait to be handed to the broker.",
    "shop_inbox_pending_events": "Events in the log that this deployable has not read.",
    "shop_event_lag_seconds": "Age of what the deployable knows of the log; 0 when it knows all.",
    "shop_projection_lag_events": "Events in the log that a projection does not know of.",
    "shop_projection_lag_seconds": "Age of what a projection knows; 0 when it knows all.",
    "shop_events_deferred": "Events that wait to be tried again, with those behind them.",
    "shop_dead_letters": "Events that a module could not handle, set aside.",
    "shop_sagas": "Sagas by status.",
    "shop_sagas_stuck": "Unfinished sagas that are past their deadline, and failed ones.",
    "shop_saga_oldest_seconds": "Age of the oldest unfinished saga.",
    "shop_in_doubt_transactions": "Promises to commit that wait for the coordinator's decision.",
    "shop_in_doubt_oldest_seconds": "Age of the oldest such promise: for so long rows are locked.",
    "shop_pool_connections": "Connections to the database: busy, idle, waited for.",
    "shop_loop_lag_seconds": "How late the event loop last was.",
    "shop_database_answers": "1 if the database answered when the gauges were read.",
    "shop_compensations_refused": "Compensations that the rules refused: somebody must look.",
    "shop_reactions_pending": "Actions that events called for and that are not done.",
    "shop_span_exports_total": "Lines of spans sent to the collector, by outcome.",
}
