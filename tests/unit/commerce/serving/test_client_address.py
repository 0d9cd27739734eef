"""Whose wrong passwords are counted together."""

import pytest
from starlette.requests import Request

from labs.commerce.platform.serving.web import client_address


def request(forwarded: str | None) -> Request:
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    return Request({"type": "http", "headers": headers, "client": ("127.0.0.1", 40000)})


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (None, "127.0.0.1"),
        ("", "127.0.0.1"),
        ("192.0.2.7", "192.0.2.7"),
        ("10.0.0.1, 192.0.2.7", "192.0.2.7"),
    ],
)
def test_the_gateways_word_counts_and_not_what_the_client_claims(
    forwarded: str | None, address: str
) -> None:
    assert client_address(request(forwarded)) == address
