"""A blueprint's choice of stores, where the server is somebody else's."""

import pytest

from generators.blueprint import Blueprint
from labs.wiring.errors import StoreMissingError
from labs.wiring.stores import running_stores, stores_of

URLS = {"mongodb": "mongodb://127.0.0.1:27017", "elasticsearch": "http://127.0.0.1:9200"}


def blueprint(**stores: str) -> Blueprint:
    modules = {"product": ["products", "categories"], "finder": ["search"], "review": ["reviews"]}
    services = {
        name: {"modules": held, "store": stores.get(name, "postgresql")}
        for name, held in modules.items()
    }
    return Blueprint.model_validate({"name": "shop", "services": services})


def test_everything_is_in_postgresql_unless_it_is_chosen_otherwise():
    stores = stores_of(blueprint(), "shop", URLS)
    assert (stores.catalogue, stores.search) == ("", "")


def test_the_catalogue_and_search_live_where_their_services_keep_data():
    stores = stores_of(blueprint(product="mongodb", finder="elasticsearch"), "mine", URLS)
    assert (stores.catalogue, stores.search) == (URLS["mongodb"], URLS["elasticsearch"])
    assert stores.name == "workbench-mine"


@pytest.mark.parametrize(
    ("service", "store"), [("product", "mongodb"), ("finder", "elasticsearch")]
)
def test_a_store_that_nobody_runs_is_refused_by_name(service: str, store: str):
    with pytest.raises(StoreMissingError) as refused:
        stores_of(blueprint(**{service: store}), "shop", {})
    assert refused.value.params == {
        "service": service,
        "store": store,
        "variable": f"WORKBENCH_{store.upper()}_URL",
    }


def test_modules_without_an_adapter_stay_in_postgresql():
    stores = stores_of(blueprint(review="mongodb", product="elasticsearch"), "shop", {})
    assert (stores.catalogue, stores.search) == ("", "")


def test_what_runs_is_told_by_variables():
    said = {"WORKBENCH_MONGODB_URL": "mongodb://x", "WORKBENCH_ELASTICSEARCH_URL": ""}
    assert running_stores(said) == {"mongodb": "mongodb://x"}
