"""What `app.py` of a service imports, by the adapters that were chosen."""

from generators.render.service.python_text import Imports
from generators.render.service.view import ServiceView

_PARTS = {
    "assembly": ("Assembly", "Parts"),
    "background": ("Background",),
    "broker": ("Broker",),
    "health": ("Health", "Stage"),
    "identity": ("Believed", "Keys", "Verifier"),
    "inbox": ("Inbox",),
    "metrics": ("Metrics",),
    "outbox": ("Outbox", "Relay"),
    "peers": ("Peers",),
    "serving": ("Around",),
    "signing_keys": ("fetched_from",),
    "store": ("Store",),
}
"""What of the platform every service is put together from."""


def app_imports(view: ServiceView) -> str:
    """What `app.py` puts together."""
    imports = Imports()
    package, platform = view.package, f"{view.package}.platform"
    imports.add(f"{package}.edges", "POLICIES")
    imports.add(f"{package}.modules", "assemble")
    imports.add(f"{package}.settings", "MissingSettingError", "Settings")
    imports.add(platform, "answers", "health", "internal", "log", "tracing")
    for name, titles in _PARTS.items():
        imports.add(f"{platform}.{name}", *titles)
    for adapter in (view.store_adapter, view.broker_adapter):
        imports.add(f"{platform}.{adapter.module}", adapter.title)
    if view.broker_adapter.shares_topics:
        imports.add(f"{package}.topics", "TOPICS")
    return imports.text(package)
