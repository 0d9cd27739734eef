"""Sessions on the live shop: refresh tokens that work once, keys that rotate."""

import base64
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from labs.commerce.platform.identity.tokens import ACCESS_TOKEN_S
from tests.forged_tokens import signed_with_public_key, unsigned
from tests.live.commerce.shop import PASSWORD, SPLIT, Answer, Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

SESSIONS = "/api/v1/users/sessions"
RENEWALS = f"{SESSIONS}/renewals"
PROFILE = "/api/v1/users/profiles/me"


def sign_in(shop: Shop, email: str = "customer-03@shop.example") -> dict[str, str]:
    answer = shop.request("POST", SESSIONS, {"email": email, "password": PASSWORD})
    assert answer.status == 201
    return answer.body


def renew(shop: Shop, session: dict[str, str]) -> Answer:
    return shop.request("POST", RENEWALS, {"refreshToken": session["refreshToken"]})


def kid(token: str) -> str:
    return str(jws.extract_compact(token.encode()).headers()["kid"])


def claims(token: str) -> dict[str, object]:
    payload = token.split(".")[1]
    decoded: dict[str, object] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return decoded


def age_uses(shop: Shop) -> None:
    """Let the grace for renewing a token twice pass."""
    statement = (
        "UPDATE authentication.refresh_tokens SET used_at = used_at - interval '1 min'"
        " WHERE used_at IS NOT NULL"
    )
    shop.sql("authentication", statement)


def test_a_refresh_token_opens_the_next_session(reference: Shop) -> None:
    first = sign_in(reference)
    second = renew(reference, first).body
    assert second["refreshToken"] != first["refreshToken"]
    assert reference.request("GET", PROFILE, token=second["accessToken"]).status == 200
    assert renew(reference, second).status == 201


def test_no_token_can_be_read_in_the_database(reference: Shop) -> None:
    session = sign_in(reference)
    kept = str(reference.sql("authentication", "SELECT * FROM authentication.refresh_tokens"))
    assert kept
    assert session["refreshToken"] not in kept
    keys = str(reference.sql("authentication", "SELECT * FROM authentication.signing_keys"))
    assert "PRIVATE" not in keys
    assert '"d"' not in keys


def test_a_replayed_refresh_token_ends_the_whole_session(reference: Shop) -> None:
    stolen = sign_in(reference)
    current = renew(reference, stolen).body
    age_uses(reference)
    assert renew(reference, stolen).body["error"]["code"] == "refresh-token-invalid"
    assert renew(reference, current).status == 401


def test_a_replay_ends_one_session_and_not_the_users_others(reference: Shop) -> None:
    stolen, other = sign_in(reference), sign_in(reference)
    renew(reference, stolen)
    age_uses(reference)
    assert renew(reference, stolen).status == 401
    assert renew(reference, other).status == 201


def test_a_renewal_whose_answer_was_lost_can_be_repeated(reference: Shop) -> None:
    session = sign_in(reference)
    first, again = renew(reference, session).body, renew(reference, session).body
    assert again["refreshToken"] == first["refreshToken"]
    assert renew(reference, again).status == 201


def test_a_token_whose_successor_was_used_is_a_replay_however_quick(reference: Shop) -> None:
    session = sign_in(reference)
    current = renew(reference, renew(reference, session).body).body
    assert renew(reference, session).status == 401
    assert renew(reference, current).status == 401


@pytest.mark.parametrize("partition", ["reference", "monolith"])
def test_two_tabs_that_renew_at_once_get_the_same_token(
    partition: str, request: pytest.FixtureRequest
) -> None:
    shop: Shop = request.getfixturevalue(partition)
    session = sign_in(shop)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: renew(shop, session), range(8)))
    assert {answer.status for answer in answers} == {201}
    (successor,) = {answer.body["refreshToken"] for answer in answers}
    assert renew(shop, {"refreshToken": successor}).status == 201


def test_an_expired_refresh_token_is_worthless(reference: Shop) -> None:
    session = sign_in(reference, "customer-04@shop.example")
    reference.sql("authentication", "UPDATE authentication.refresh_tokens SET expires_at = now()")
    assert renew(reference, session).status == 401


def test_signing_out_ends_this_session_and_no_other(reference: Shop) -> None:
    here, there = sign_in(reference), sign_in(reference)
    assert (
        reference.request("DELETE", f"{SESSIONS}/current", token=here["accessToken"]).status == 200
    )
    assert renew(reference, here).status == 401
    assert renew(reference, there).status == 201


def test_signing_out_everywhere_ends_them_all(reference: Shop) -> None:
    here, there = sign_in(reference), sign_in(reference)
    assert reference.request("DELETE", SESSIONS, token=here["accessToken"]).status == 200
    assert renew(reference, here).status == 401
    assert renew(reference, there).status == 401


def test_every_deployable_takes_tokens_of_both_keys_while_they_rotate(reference: Shop) -> None:
    admin = reference.sign_in("admin@shop.example")
    old = sign_in(reference)["accessToken"]
    rotation = reference.request("POST", f"{SESSIONS}/key-rotations", {}, admin)
    assert rotation.status == 201
    new_kid = rotation.body["kid"]
    published = reference.request("GET", f"{SESSIONS}/jwks").body["keys"]
    assert {kid(old), new_kid} <= {key["kid"] for key in published}
    assert all("d" not in key for key in published)
    eventually(lambda: kid(sign_in(reference)["accessToken"]) == new_kid)
    new = sign_in(reference)["accessToken"]
    for path in (PROFILE, "/api/v1/cart", "/api/v1/orders", "/api/v1/notifications"):
        assert reference.request("GET", path, token=old).status == 200
        assert reference.request("GET", path, token=new).status == 200


def test_a_key_that_is_withdrawn_proves_nothing_any_more(launch: Callable[..., Shop]) -> None:
    shop = launch(SPLIT)  # of its own: whoever is signed in elsewhere shall stay so
    admin = shop.sign_in("admin@shop.example")
    leaked = sign_in(shop)
    assert shop.request("GET", "/api/v1/orders", token=leaked["accessToken"]).status == 200
    answer = shop.request("POST", f"{SESSIONS}/key-rotations", {"overlapS": 0}, admin)
    assert answer.status == 201
    fresh = renew(shop, leaked).body["accessToken"]

    def is_refused() -> bool:
        shop.request("GET", "/api/v1/orders", token=fresh)  # names the new key
        return shop.request("GET", "/api/v1/orders", token=leaked["accessToken"]).status == 401

    eventually(is_refused)
    assert shop.request("GET", "/api/v1/orders", token=fresh).status == 200


def test_only_administrators_rotate_keys(reference: Shop) -> None:
    customer = sign_in(reference)["accessToken"]
    assert reference.request("POST", f"{SESSIONS}/key-rotations", {}, customer).status == 403


def test_forged_tokens_are_refused_by_every_deployable(reference: Shop) -> None:
    token = sign_in(reference)["accessToken"]
    forged = {**claims(token), "roles": ["admin"]}
    (jwk,) = (
        key
        for key in reference.request("GET", f"{SESSIONS}/jwks").body["keys"]
        if key["kid"] == kid(token)
    )
    header, _, signature = token.split(".")
    tampered = base64.urlsafe_b64encode(json.dumps(forged).encode()).rstrip(b"=").decode()
    public = ECKey.import_key(jwk).as_pem(private=False)
    attempts = [
        f"{header}.{tampered}.{signature}",
        unsigned(forged, kid(token)),
        unsigned(forged, "no-such-key", "ES256"),
        signed_with_public_key(forged, kid(token), public),
    ]
    for path in ("/api/v1/admin/summary", "/api/v1/cart", PROFILE):
        answers = [reference.request("GET", path, token=attempt) for attempt in attempts]
        assert [a.body["error"]["code"] for a in answers] == ["token-invalid"] * len(attempts)


def test_access_tokens_are_short_lived(reference: Shop) -> None:
    said = claims(sign_in(reference)["accessToken"])
    assert said["exp"] - said["iat"] == ACCESS_TOKEN_S <= 900
    assert said["exp"] > time.time()
