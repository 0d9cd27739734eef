"""The listener: the chain of filters that every request passes."""

from generators.blueprint.gateway import Gateway
from generators.render.envoy import access, admission, caching, limits, tracing
from generators.render.envoy.placement import Placement
from generators.render.envoy.typed import Json, extension, socket_address, typed

_MANAGER = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"

_LOG_FIELDS = {
    "time": "%START_TIME%",
    "method": "%REQ(:METHOD)%",
    "path": "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
    "status": "%RESPONSE_CODE%",
    "flags": "%RESPONSE_FLAGS%",
    "details": "%RESPONSE_CODE_DETAILS%",
    "duration_ms": "%DURATION%",
    "route": "%ROUTE_NAME%",
    "cluster": "%UPSTREAM_CLUSTER_RAW%",
    "upstream": "%UPSTREAM_HOST%",
    "attempts": "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
    "request_id": "%REQ(X-REQUEST-ID)%",
    "client": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
}


def listener(gateway: Gateway, placement: Placement, routes: Json) -> Json:
    """The gateway's listener; `routes` is a route table or where to find one."""
    manager = extension(
        "envoy.filters.network.http_connection_manager",
        _MANAGER,
        stat_prefix="gateway",
        codec_type="AUTO",
        use_remote_address=True,
        xff_num_trusted_hops=placement.trusted_hops,
        # who sends a request a byte at a time keeps a connection and its memory from others
        request_headers_timeout="5s",
        request_timeout="15s",
        generate_request_id=True,
        # a path that means something else to Envoy than to the service would slip past the rules
        normalize_path=True,
        merge_slashes=True,
        path_with_escaped_slashes_action="REJECT_REQUEST",
        access_log=[_access_log(placement)],
        http_filters=_http_filters(gateway, placement),
        **tracing.connection_manager(placement),
        **routes,
    )
    return {
        "name": "gateway",
        "address": socket_address(*placement.listener),
        "filter_chains": [{"filters": [manager]}],
    }


def _http_filters(gateway: Gateway, placement: Placement) -> list[Json]:
    return [
        # behind the faults: a delay that somebody asked for is not ours
        *(_faults() if placement.fault_headers else []),
        *admission.http_filters(placement),
        *access.http_filters(gateway, placement),
        *(limits.http_filters(gateway) if placement.enforce_limits else []),
        *(_compression() if gateway.compression else []),
        *caching.http_filters(gateway),
        extension("envoy.filters.http.router", "envoy.extensions.filters.http.router.v3.Router"),
    ]


def _faults() -> list[Json]:
    message = "envoy.extensions.filters.http.fault.v3.HTTPFault"
    always = {"numerator": 100}
    return [
        extension(
            "envoy.filters.http.fault",
            message,
            abort={"header_abort": {}, "percentage": always},
            delay={"header_delay": {}, "percentage": always},
        )
    ]


def _compression() -> list[Json]:
    gzip = "envoy.extensions.compression.gzip.compressor.v3.Gzip"
    return [
        extension(
            "envoy.filters.http.compressor",
            "envoy.extensions.filters.http.compressor.v3.Compressor",
            response_direction_config={"common_config": {"min_content_length": 256}},
            compressor_library={"name": "gzip", "typed_config": typed(gzip)},
        )
    ]


def _access_log(placement: Placement) -> Json:
    return extension(
        "envoy.access_loggers.file",
        "envoy.extensions.access_loggers.file.v3.FileAccessLog",
        path=placement.access_log,
        log_format={"json_format": _LOG_FIELDS | tracing.log_fields(placement)},
    )
