"""Where the spans of all pods come together: they share no file system."""

from labs.kubernetes.manifests.pods import Server, empty

COLLECTOR = "collector"
PORT = 4318
ENDPOINT = {"name": "OTEL_EXPORTER_OTLP_ENDPOINT", "value": f"http://{COLLECTOR}:{PORT}"}
"""Tells a pod where to send what it keeps."""
SPANS = "/tmp/spans.jsonl"  # noqa: S108 - a volume of the pod's own
"""Where a pod keeps the last of them itself."""
_SHOP = 10001
"""The account of the shop's image."""


def collector(image: str) -> Server:
    """Prints what it is sent, so that a log is all that has to be brought here."""
    return Server(
        COLLECTOR,
        image,
        _SHOP,
        PORT,
        {"httpGet": {"path": "/ready", "port": "main"}},
        command=("python", "-m", "labs.commerce.collecting", str(PORT)),
        places={"/tmp": empty()},  # noqa: S108
        memory_mi=128,
    )
