"""What a browser is told beside the page: what to keep, what to refuse, whose forms to send."""

import http.client
import json
import re
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from labs.observe.traces.files import FileTraces
from tests.live.browser.conftest import Lab
from tests.waiting import eventually

pytestmark = pytest.mark.live


def ask(
    lab: Lab, path: str, method: str = "GET", body: str | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    place = urlsplit(lab.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
    try:
        shown = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, shown)
        answer = connection.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, said, answer.read().decode()
    finally:
        connection.close()


def served(lab: Lab) -> float:
    """Assets that the pages' own process has sent."""
    web = next(part for part in lab.runtime.status().parts if part.name == "web")
    host, port = web.address.split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    counted = re.findall(r'shop_requests_total\{[^}]*route="/assets/\{name\}"[^}]*\} (\S+)', text)
    return sum(map(float, counted))


def test_a_page_and_all_that_it_asks_the_shop_for_are_one_trace(lab: Lab) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    assert ask(lab, "/products/3", traceparent=f"00-{trace}-b7ad6b7169203331-01")[0] == 200
    traces = FileTraces(Path(lab.runtime.status().traces))

    def services() -> set[str]:
        return {span.service for span in traces.trace(trace)}

    eventually(lambda: {"web", "product", "inventory", "review"} <= services())


def test_static_files_are_kept_at_the_edge_and_no_page_is(lab: Lab) -> None:
    _, _, home = ask(lab, "/")
    style = re.search(r'href="(/assets/shop\.\w+\.css)"', home)
    assert style
    _, first, _ = ask(lab, style[1])
    assert first["cache-control"] == "public, max-age=31536000, immutable"
    asked_before = served(lab)
    time.sleep(1)  # an age counts whole seconds
    status, second, _ = ask(lab, style[1])
    assert (status, int(second["age"]) >= 1) == (200, True)
    assert served(lab) == asked_before
    assert "age" not in ask(lab, "/")[1]


def test_another_version_of_a_file_is_not_there(lab: Lab) -> None:
    assert ask(lab, "/assets/shop.000000000000.css")[0] == 404


def test_a_page_that_has_not_changed_is_not_sent_again(lab: Lab) -> None:
    _, first, _ = ask(lab, "/products/9")
    cookie = first["set-cookie"].partition(";")[0]
    _, shown, _ = ask(lab, "/products/9", cookie=cookie)
    again, _, body = ask(lab, "/products/9", cookie=cookie, if_none_match=shown["etag"])
    assert (again, body) == (304, "")


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(lab: Lab) -> None:
    _, headers, _ = ask(lab, "/")
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=lax" in headers["set-cookie"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("seal", ["", "0" * 64])
def test_a_form_that_is_not_ours_does_nothing(lab: Lab, seal: str) -> None:
    form = urlencode({"product": "1", "quantity": "1", "csrf": seal})
    status, headers, _ = ask(lab, "/cart/items", "POST", form)
    assert status == 403
    assert "basket" not in headers.get("set-cookie", "")


def test_our_own_form_sent_by_another_site_does_nothing(lab: Lab) -> None:
    _, headers, page = ask(lab, "/products/1")
    seal = re.search(r'name="csrf" value="(\w+)"', page)
    assert seal
    form = urlencode({"product": "1", "quantity": "1", "csrf": seal[1]})
    cookie = headers["set-cookie"].partition(";")[0]
    foreign = ask(lab, "/cart/items", "POST", form, cookie=cookie, sec_fetch_site="cross-site")
    assert foreign[0] == 403
    assert ask(lab, "/cart/items", "POST", form, cookie=cookie)[0] == 303


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere(lab: Lab, onward: str) -> None:
    _, headers, page = ask(lab, "/")
    seal = re.search(r'name="csrf" value="(\w+)"', page)
    assert seal
    form = urlencode({"language": "ru", "back": onward, "csrf": seal[1]})
    _, answered, _ = ask(
        lab, "/language", "POST", form, cookie=headers["set-cookie"].partition(";")[0]
    )
    assert answered["location"] == "/"


@pytest.mark.parametrize(
    "path",
    [
        "/products/abc",
        "/products/99999999999999999999",
        "/categories/none",
        "/orders/1",
        "/search?q=%00%27%22%3Cscript%3E",
        "/search?q=a&from=-1",
        "/categories/lamps?price=x-y&sort=%27&after=-5",
        "/categories/lamps?attribute.colour=%3Cb%3E",
        "/assets/pictures/frame-0-front.svg",
        "/assets/pictures/..%2f..%2fmodule.py",
    ],
)
def test_no_address_breaks_a_page(lab: Lab, path: str) -> None:
    status, _, body = ask(lab, path)
    assert status < 500
    assert "<script>" not in body


def test_the_demonstration_accounts_work_as_they_are_printed(lab: Lab) -> None:
    body = json.dumps({"email": "admin@shop.example", "password": "correct horse battery staple"})
    assert ask(lab, "/api/v1/users/sessions", "POST", body)[0] == 201
