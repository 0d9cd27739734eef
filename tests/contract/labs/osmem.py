"""`osmem-server`, an in-memory engine of the OpenSearch API, in Elasticsearch's place."""

import contextlib
from collections.abc import Iterator, Mapping

from elastic_transport import AiohttpHttpNode
from osmem_server import OsmemServer


class OsmemNode(AiohttpHttpNode):
    """Talks plain JSON: the stand-in knows neither of Elasticsearch's own media types."""

    async def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **options: object,
    ) -> object:
        plain = {
            name: value.replace("vnd.elasticsearch+", "").replace("; compatible-with=9", "")
            for name, value in (headers or {}).items()
        }
        return await super().perform_request(method, target, body, plain, **options)


@contextlib.contextmanager
def running_osmem() -> Iterator[str]:
    """The URL of a server that ends with the block."""
    with OsmemServer.start() as server:
        yield server.url
