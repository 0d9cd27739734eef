"""What compose itself lets pass is found at its place."""

import pytest

from content.messages import Language, messages
from generators.checker import check_manifests

SOUND = """\
services:
  db:
    image: postgres:18
    healthcheck: {test: [CMD, pg_isready]}
    environment: {POSTGRES_PASSWORD: "${PASSWORD}"}
    volumes: ["data:/var/lib/postgresql", "./init:/init", "/cache"]
  cart:
    image: shop/cart:1
    ports: ["8080:80", "127.0.0.1:9090:90", "443"]
    networks: [inside]
    depends_on:
      db: {condition: service_healthy}
  mail:
    image: mail:1
    ports: ["8080:80/udp", {target: 80, published: 8081}]
    networks: {inside: {aliases: [post]}}
    environment: [MODE=fast]
    depends_on: [cart]
volumes: {data: {}}
networks: {inside: {}}
"""
FAULTS = {
    ("published: 8081", "published: 8080"): ("host-port-twice", 15, 28, ""),
    ("8080:80/udp", "127.0.0.1:9090:9"): ("host-port-twice", 15, 13, ""),
    ("    healthcheck: {test: [CMD, pg_isready]}\n", ""): ("healthcheck-missing", 11, 7, ""),
    ("[CMD, pg_isready]", "NONE"): ("healthcheck-missing", 12, 7, ""),
    ("depends_on: [cart]", "depends_on: [carts]"): ("dependency-missing", 18, 18, "cart"),
    ("service_healthy}", "service_healthy}\n      mail: {condition: service_started}"): (
        "dependency-circle",
        11,
        5,
        "",
    ),
    ("networks: [inside]", "networks: [insid]"): ("resource-undefined", 10, 16, "inside"),
    ("networks: {inside: {al", "networks: {outside: {al"): ("resource-undefined", 16, 16, "inside"),
    ('"data:/var', '"date:/var'): ("resource-undefined", 6, 15, "data"),
    ("mail:1", "mail"): ("image-not-pinned", 14, 12, ""),
    ('"${PASSWORD}"', "h8Xk2"): ("secret-in-plain", 5, 38, ""),
    ("    image: mail:1\n", ""): ("image-missing", 13, 3, ""),
    ("image: mail:1", "image: mail:1\n    privileged: true"): ("service-privileged", 15, 17, ""),
    ("[MODE=fast]", "[API_KEY=h8Xk2]"): ("secret-in-plain", 17, 19, ""),
}


def test_a_sound_project_has_no_findings():
    assert check_manifests({"compose.yaml": SOUND}) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_project_is_found_at_line_and_column(fault):
    assert SOUND.count(fault[0]) == 1
    found = check_manifests({"compose.yaml": SOUND.replace(*fault)})
    told = [(each.code, each.line, each.column, each.suggestion) for each in found]
    assert FAULTS[fault] in told
    for each in found:
        for language in Language:
            assert messages(language, "manifests").text(f"manifest-{each.code}", **each.params)


BASE = "services:\n  cart: {image: 'cart:1', healthcheck: {test: [CMD, ready]}}\n"
OVERLAY = """\
services:
  page:
    image: page:1
    depends_on: {cart: {condition: service_healthy}}
"""


def test_an_overlay_is_read_together_with_the_files_beside_it():
    together = {"compose.yaml": BASE, "compose.page.yaml": OVERLAY}
    assert check_manifests(together) == []
    apart = {"compose.yaml": BASE, "other/compose.page.yaml": OVERLAY}
    assert [each.code for each in check_manifests(apart)] == ["dependency-missing"]


def test_a_project_has_the_services_of_the_files_that_it_includes():
    included = "include: [cart/compose.yaml]\n" + OVERLAY
    assert check_manifests({"compose.yaml": included, "cart/compose.yaml": BASE}) == []
    assert check_manifests({"compose.yaml": included}) == []
