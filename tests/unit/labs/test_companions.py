from generators.blueprint import Blueprint
from labs.wiring.companions import keeps_data, with_companions
from tests.shops import reference


def test_every_lab_gets_the_pages_and_the_outside_world():
    whole = with_companions(reference())
    assert set(whole.services) == {*reference().services, "web", "outside"}
    routed = {route.prefix: route.service for route in whole.gateway.routes}
    assert (routed["/"], routed["/psp"]) == ("web", "outside")


def test_a_learners_service_keeps_its_name_and_the_companion_takes_another():
    services = {**reference().services, "web": reference().services["cart"]}
    taken: Blueprint = reference().model_copy(update={"services": services})
    whole = with_companions(taken)
    assert whole.services["web"].modules == ("cart",)
    assert whole.services["web-beside"].modules == ("storefront",)


def test_a_shop_without_a_designed_gateway_still_serves_its_pages():
    whole = with_companions(reference().model_copy(update={"gateway": None}))
    assert [route.prefix for route in whole.gateway.routes] == ["/", "/assets", "/psp", "/mailbox"]


def test_only_the_pages_keep_nothing():
    services = with_companions(reference()).services
    assert [name for name, service in services.items() if not keeps_data(service)] == ["web"]
