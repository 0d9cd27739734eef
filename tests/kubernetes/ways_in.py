"""Ways to the stand-in API server: straight, and through the real kubectl where there is one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from labs.kubernetes.api import ApiCluster
from tests.kubernetes.api_server import ApiServer, serving


@contextmanager
def straight_to(api: ApiServer) -> Iterator[ApiCluster]:
    with serving(api) as (host, port):
        yield ApiCluster("test", lambda within_s: HTTPConnection(host, port, timeout=within_s))


def configure(path: Path, url: str, context: str = "kind-test") -> None:
    """A configuration of kubectl with one context, which is the current one."""
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": context,
        "clusters": [{"name": "here", "cluster": {"server": url}}],
        "users": [{"name": "me", "user": {"token": "example"}}],
        "contexts": [{"name": context, "context": {"cluster": "here", "user": "me"}}],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))
