"""Search in Elasticsearch: stemmers of both languages for word forms, fuzziness for errors."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from elasticsearch import ApiError, AsyncElasticsearch, TransportError

from labs.commerce.listing.facets import Facets
from labs.commerce.modules.products.api import Product
from labs.commerce.modules.search.elasticsearch_facets import (
    aggregations,
    attribute,
    facets_from,
    narrowed,
)
from labs.commerce.modules.search.elasticsearch_index import ANALYSIS, MAPPINGS
from labs.commerce.modules.search.marking import BEGIN, END, Marked, marked, unmarked
from labs.commerce.modules.search.store import Hit, Query, Suggestion
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.platform.messages import Text

Json = dict[str, Any]

_WORD = re.compile(r"[^\W_]+")
_WORDS_MAX = 8
_OLD_NEWS = 409
_OR = re.compile(r"(?<!\S)OR(?!\S)")
_PATIENCE_S = 2
_PATIENCE_AT_FIRST_S = 30
"""A server that has just come takes its time for its first index."""
_NOT_NOW = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


def open_client(url: str) -> AsyncElasticsearch:
    """A client that connects when it is first used."""
    return AsyncElasticsearch(url, request_timeout=_PATIENCE_S)


class ElasticSearch:
    """Fulfils `SearchStore` in one index of Elasticsearch. A change is found within a second."""

    def __init__(self, client: AsyncElasticsearch, index: str) -> None:
        self._client = client
        self._index = index

    async def fill(self, products: Iterable[Product]) -> None:
        """Hold these products and no others."""
        patient = self._client.options(request_timeout=_PATIENCE_AT_FIRST_S)
        with _reached():
            await patient.indices.delete(index=self._index, ignore_unavailable=True)
            await patient.indices.create(
                index=self._index, settings={"analysis": ANALYSIS}, mappings=MAPPINGS
            )
        await self._put(patient, products)

    async def put(self, products: Iterable[Product]) -> None:
        """Index products."""
        await self._put(self._client, products)

    async def replace_after(self, product_id: int, products: Sequence[Product]) -> None:
        """From the number after this one to the last of `products`, hold exactly these."""
        await self.put(products)
        numbers = [product.product_id for product in products]
        bounds = {"gt": product_id, **({"lte": numbers[-1]} if numbers else {})}
        others = {
            "bool": {
                "filter": [{"range": {"product_id": bounds}}],
                "must_not": [{"terms": {"product_id": numbers}}],
            }
        }
        with _reached():
            await self._client.delete_by_query(index=self._index, query=others, conflicts="proceed")

    async def by_words(self, query: Query) -> list[Hit]:
        """Products in which every word of the query stands."""
        return await self._hits(query, _by_words(query))

    async def by_likeness(self, query: Query) -> list[Hit]:
        """Products with a word that looks like the query."""
        return await self._hits(query, _by_likeness(query))

    async def facets_by_words(self, query: Query) -> Facets:
        """What is in all that `by_words` finds."""
        return await self._facets(query, _by_words(query))

    async def facets_by_likeness(self, query: Query) -> Facets:
        """What is in all that `by_likeness` finds."""
        return await self._facets(query, _by_likeness(query))

    async def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Products with words in their names that begin as those of `text` do."""
        words = _WORD.findall(text.lower().replace("ё", "е"))[:_WORDS_MAX]
        if not words or not limit:
            return []
        found = await self._search(
            query={"bool": {"filter": [{"prefix": {"names": word}} for word in words]}},
            sort=["product_id"],
            size=limit,
        )
        return [
            Suggestion(product_id=hit["_source"]["product_id"], name=_name(hit["_source"]))
            for hit in found["hits"]["hits"]
        ]

    async def _hits(self, query: Query, matching: Json) -> list[Hit]:
        if not query.limit:
            return []
        found = await self._search(
            query={"bool": {**matching, "filter": narrowed(query.wanted)}},
            sort=["_score", "product_id"],
            size=query.limit,
            from_=query.offset,
            **({"highlight": _highlight(query.marked)} if query.marked else {}),
        )
        return [_hit(hit, query.marked) for hit in found["hits"]["hits"]]

    async def _facets(self, query: Query, matching: Json) -> Facets:
        found = await self._search(
            query={"bool": matching}, size=0, aggs=aggregations(query.wanted)
        )
        return facets_from(found["aggregations"])

    async def _search(self, **asked: Any) -> Json:  # noqa: ANN401 - the client's parameters
        with _reached():
            answer = await self._client.search(index=self._index, **asked)
        found: Json = answer.body
        return found

    async def _put(self, client: AsyncElasticsearch, products: Iterable[Product]) -> None:
        operations = [part for product in products for part in self._operation(product)]
        if not operations:
            return
        with _reached():
            done = await client.bulk(operations=operations)
        failed = [
            item["index"]["error"]["type"]
            for item in done["items"]
            if item["index"]["status"] >= 400 and item["index"]["status"] != _OLD_NEWS  # noqa: PLR2004
        ]
        if failed:
            raise UnavailableError("index-refused", reasons=sorted(set(failed)))

    def _operation(self, product: Product) -> tuple[Json, Json]:
        about = {
            "_index": self._index,
            "_id": str(product.product_id),
            "version": product.version,
            "version_type": "external_gte",
        }
        return {"index": about}, _document(product)


@contextmanager
def _reached() -> Iterator[None]:
    """Raises `UnavailableError` where the server does not answer, or says that it cannot now."""
    try:
        yield
    except TransportError:
        raise UnavailableError("search-unavailable") from None
    except ApiError as error:
        if error.status_code not in _NOT_NOW:
            raise
        raise UnavailableError("search-unavailable") from None


def _by_words(query: Query) -> Json:
    wanted = {
        "query": _OR.sub("|", query.text),
        "fields": ["words"],
        "default_operator": "and",
        "flags": "PHRASE|NOT|OR|WHITESPACE",
    }
    named = {"query": query.text, "fields": ["name_*", "brand"], "boost": 2}
    return {"must": [{"simple_query_string": wanted}], "should": [{"multi_match": named}]}


def _by_likeness(query: Query) -> Json:
    like = {"query": query.text, "fuzziness": "AUTO", "prefix_length": 1}
    return {"must": [{"match": {"names": like}}]}


def _document(product: Product) -> Json:
    return {
        "product_id": product.product_id,
        "category": product.category,
        "path": product.path or (product.category,),
        "price_minor": product.price_minor,
        "rating": product.rating,
        "available": product.available,
        "attributes": [attribute(code, value) for code, value in product.attributes.items()],
        "name_ru": unmarked(product.name.ru),
        "name_en": unmarked(product.name.en),
        "brand": product.brand,
        "description_ru": unmarked(product.description.ru),
        "description_en": unmarked(product.description.en),
    }


def _highlight(language: str) -> Json:
    return {
        "pre_tags": [BEGIN],
        "post_tags": [END],
        "require_field_match": False,
        "fields": {
            f"name_{language}": {"number_of_fragments": 0},
            f"description_{language}": {"number_of_fragments": 1, "fragment_size": 160},
        },
    }


def _hit(hit: Mapping[str, Any], language: str | None) -> Hit:
    document = hit["_source"]
    return Hit(
        product_id=document["product_id"],
        category=document["category"],
        name=_name(document),
        price_minor=document["price_minor"],
        marked=_marked(document, hit.get("highlight", {}), language) if language else None,
    )


def _marked(document: Json, found: Mapping[str, list[str]], language: str) -> Marked:
    def text(field: str) -> str:
        shown = found.get(f"{field}_{language}", [document[f"{field}_{language}"]])
        return marked(shown[0])

    return Marked(name=text("name"), description=text("description"))


def _name(document: Json) -> Text:
    return Text(ru=document["name_ru"], en=document["name_en"])
