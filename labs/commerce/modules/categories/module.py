"""How categories is put together."""

from labs.commerce.modules.categories.api import Categories
from labs.commerce.modules.categories.routes import routes
from labs.commerce.modules.categories.service import CategoriesService
from labs.commerce.modules.categories.store import CategoriesStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = CategoriesService(CategoriesStore(parts.database))
    return Assembly(service, routes(service), seed=service.seed)


MODULE = Module("categories", "/api/v1/categories", Categories, build, schema_of(__package__))
