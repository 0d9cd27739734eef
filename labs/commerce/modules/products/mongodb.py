"""The catalogue in MongoDB: a document per product, its number as the key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import msgspec
import pymongo
from pymongo import AsyncMongoClient, ReturnDocument
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConnectionFailure, PyMongoError, ServerSelectionTimeoutError

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.narrowing import Wanted
from labs.commerce.modules.products.api import Product
from labs.commerce.modules.products.mongodb_facets import facets_from, facets_pipeline
from labs.commerce.modules.products.mongodb_narrowing import every_choice, in_category
from labs.commerce.modules.products.store import Sort
from labs.commerce.platform.errors import OutcomeUnknownError, ShopError, UnavailableError

Json = dict[str, Any]

_UNRATED: Json = {"available": False, "rating": None, "reviews": 0, "ranked": 0}
"""The standing of a new product. `ranked` is its rating as a number, to sort by."""

_KEYS: dict[Sort, str] = {
    "number": "_id",
    "price": "priceMinor",
    "-price": "priceMinor",
    "-rating": "ranked",
}
_INDEXES = ("path", "brand", "priceMinor", "ranked")
_PATIENCE_MS = 2000
_PATIENCE_AT_FIRST_S = 30
"""A server that has just come takes its time for its first collections."""


def open_database(url: str, name: str) -> AsyncDatabase[Json]:
    """The database that a URL names, else the one of this name. Connects when it is first used."""
    client: AsyncMongoClient[Json] = AsyncMongoClient(
        url, serverSelectionTimeoutMS=_PATIENCE_MS, timeoutMS=_PATIENCE_MS
    )
    return client.get_default_database(name)


class MongoProducts:
    """Fulfils `ProductsStore` in MongoDB."""

    joins_transactions = False

    def __init__(self, database: AsyncDatabase[Json]) -> None:
        self._products = database["products"]
        self._numbers = database["numbers"]

    async def fill(self, products: Iterable[Product]) -> None:
        """Hold these products and no others."""
        documents = [_document(product) for product in products]
        last = max((document["_id"] for document in documents), default=0)
        with _reached():
            await self._products.database.command("ping")  # one that is away is known so, and soon
        with _reached(), pymongo.timeout(_PATIENCE_AT_FIRST_S):
            await self._products.drop()
            for key in _INDEXES:
                await self._products.create_index([(key, 1), ("_id", 1)])
            if documents:
                await self._products.insert_many(documents)
            await self._numbers.replace_one({"_id": "products"}, {"last": last}, upsert=True)

    async def find(self, product_ids: Sequence[int]) -> dict[int, Product]:
        """Products by number; those that do not exist are left out."""
        with _reached():
            found = self._products.find({"_id": {"$in": list(product_ids)}})
            return {document["_id"]: _product(document) async for document in found}

    async def page(self, wanted: Wanted, sort: Sort, after: int, limit: int) -> list[msgspec.Raw]:
        """The products that follow `after` in a list."""
        place = await self._place(sort, after) if after else {}
        if place is None or not limit:  # to MongoDB no limit is what to us is nothing
            return []
        key, direction = _KEYS[sort], -1 if sort.startswith("-") else 1
        condition = {"$and": [in_category(wanted), every_choice(wanted), place]}
        order = [("_id", direction)] if key == "_id" else [(key, direction), ("_id", direction)]
        with _reached():
            found = self._products.find(condition).sort(order).limit(limit)
            return [_json(document) async for document in found]

    async def facets(self, wanted: Wanted) -> Facets:
        """What is in a list."""
        with _reached():
            found = await self._products.aggregate(facets_pipeline(wanted))
            return facets_from((await found.to_list())[0])

    async def next_id(self) -> int:
        """A number for a new product; one that comes to nothing is never used again."""
        with _reached(OutcomeUnknownError):
            counted = await self._numbers.find_one_and_update(
                {"_id": "products"},
                {"$inc": {"last": 1}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return int(cast("Json", counted)["last"])

    async def put(self, product: Product) -> Product:
        """Add a product, or change one."""
        described = _document(product)
        for key in ("_id", "version", *_UNRATED):
            del described[key]
        change = {
            "$set": {**described, "isAnnounced": False},
            "$inc": {"version": 1},
            "$setOnInsert": _UNRATED,
        }
        with _reached(OutcomeUnknownError):
            stored = await self._products.find_one_and_update(
                {"_id": product.product_id},
                change,
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return _product(cast("Json", stored))

    async def stand_available(self, product_id: int, *, available: bool) -> Product | None:
        """Note whether any are left."""
        return await self._stand(product_id, {"available": available})

    async def stand_rated(
        self, product_id: int, mean: float | None, reviews: int
    ) -> Product | None:
        """Note what reviews come to."""
        standing = {"rating": mean, "reviews": reviews, "ranked": mean or 0}
        return await self._stand(product_id, standing)

    async def count(self) -> int:
        """The number of products."""
        with _reached():
            return await self._products.count_documents({})

    async def unannounced(self, limit: int) -> list[Product]:
        """Products whose latest change was not announced."""
        waiting = self._products.find({"isAnnounced": False}).sort("_id").limit(limit)
        return [_product(document) async for document in waiting]

    async def announced(self, product: Product) -> None:
        """This version of a product was announced."""
        await self._products.update_one(
            {"_id": product.product_id, "version": product.version}, {"$set": {"isAnnounced": True}}
        )

    async def _stand(self, product_id: int, standing: Json) -> Product | None:
        differs = [{key: {"$ne": value}} for key, value in standing.items()]
        with _reached(OutcomeUnknownError):
            changed = await self._products.find_one_and_update(
                {"_id": product_id, "$or": differs},
                {"$set": {**standing, "isAnnounced": False}, "$inc": {"version": 1}},
                return_document=ReturnDocument.AFTER,
            )
        return None if changed is None else _product(changed)

    async def _place(self, sort: Sort, after: int) -> Json | None:
        """What holds for all that follows a product; None when it is not there."""
        key, comparison = _KEYS[sort], "$lt" if sort.startswith("-") else "$gt"
        if key == "_id":
            return {"_id": {comparison: after}}
        with _reached():
            found = await self._products.find_one({"_id": after}, {key: 1})
        if found is None:
            return None
        equal = {key: found[key], "_id": {comparison: after}}
        return {"$or": [{key: {comparison: found[key]}}, equal]}


@contextmanager
def _reached(lost: type[ShopError] = UnavailableError) -> Iterator[None]:
    """What the driver raises where the server is away, in the shop's terms.

    Raises:
        UnavailableError: it was never asked.
        ShopError: it was asked and did not answer: `lost`.
    """
    try:
        yield
    except ServerSelectionTimeoutError:
        raise UnavailableError("catalogue-unavailable") from None
    except PyMongoError as error:
        if not (isinstance(error, ConnectionFailure) or error.timeout):
            raise
        raise lost("catalogue-unavailable") from None


def _document(product: Product) -> Json:
    document: Json = msgspec.to_builtins(product)
    document["_id"] = document.pop("productId")
    document["ranked"] = product.rating or 0
    document["isAnnounced"] = True
    return document


def _json(document: Mapping[str, Any]) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(_product(document)))


def _product(document: Mapping[str, Any]) -> Product:
    return msgspec.convert({**document, "productId": document["_id"]}, Product)
