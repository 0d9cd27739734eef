"""Stores that no package brings: used where somebody runs one already, refused elsewhere."""

from collections.abc import Mapping
from importlib.util import find_spec

from generators.blueprint import Blueprint
from labs.commerce.spec import Stores
from labs.wiring.errors import StoreDriverMissingError, StoreMissingError

STORE_VARIABLES: Mapping[str, str] = {
    "mongodb": "WORKBENCH_MONGODB_URL",
    "elasticsearch": "WORKBENCH_ELASTICSEARCH_URL",
}
"""Store of a blueprint that no package brings -> the variable that says where one runs."""
_KEEPS = {"mongodb": "products", "elasticsearch": "search"}
"""Store -> the module that can keep its data there; all others keep theirs in PostgreSQL."""

_DRIVERS = {"mongodb": "pymongo", "elasticsearch": "elasticsearch"}


def running_stores(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Store -> URL, for those that somebody runs."""
    return {
        store: environment[variable]
        for store, variable in STORE_VARIABLES.items()
        if environment.get(variable)
    }


def stores_of(blueprint: Blueprint, lab: str, running: Mapping[str, str]) -> Stores:
    """Where this lab's catalogue and search live. What a lab keeps there is called by its name.

    Raises:
        StoreMissingError: the blueprint asks for one, and nobody said where it runs.
        StoreDriverMissingError: its driver is not installed.
    """
    chosen = {
        service.store: _url(name, service.store, running)
        for name, service in blueprint.services.items()
        if _KEEPS.get(service.store) in service.modules
    }
    return Stores(
        catalogue=chosen.get("mongodb", ""),
        search=chosen.get("elasticsearch", ""),
        name=f"workbench-{lab}",
    )


def _url(service: str, store: str, running: Mapping[str, str]) -> str:
    if store not in running:
        raise StoreMissingError(service, store, STORE_VARIABLES[store])
    if find_spec(_DRIVERS[store]) is None:
        raise StoreDriverMissingError(store, _DRIVERS[store])
    return running[store]
