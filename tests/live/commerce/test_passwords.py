"""Passwords on the live shop: forgotten, changed, guessed at."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest

from labs.commerce.modules.authentication.api import RESET_SEAL
from labs.commerce.platform.cache import open_cache
from labs.commerce.platform.errors import ThrottledError
from labs.commerce.platform.identity.sealing import Seal
from labs.commerce.platform.limits import Limit, Limiter
from labs.commerce.platform.telemetry.log import Log
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Answer, Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

SESSIONS = "/api/v1/users/sessions"
RESETS = f"{SESSIONS}/password-resets"
CONFIRM = f"{RESETS}/confirmations"
LOG = Log("test-1", StringIO())
OLD, NEW = "the first long one", "the second long one"


def registered(shop: Shop) -> str:
    email = f"{uuid4().hex[:8]}@mail.example"
    body = {"email": email, "password": OLD, "name": "Vera"}
    assert shop.request("POST", "/api/v1/users/registrations", body).status == 201
    return email


def sign_in(shop: Shop, email: str, password: str, address: str = "192.0.2.1") -> Answer:
    body = {"email": email, "password": password}
    return shop.request("POST", SESSIONS, body, x_forwarded_for=address)


def ask(shop: Shop, email: str) -> Answer:
    address = f"192.0.2.{uuid4().int % 256}"
    return shop.request("POST", RESETS, {"email": email}, x_forwarded_for=address)


def sealed_tokens(shop: Shop, email: str) -> list[str]:
    """What the letters to an address hold, sealed."""
    accounts = dict(shop.sql("registration", "SELECT email, user_id FROM registration.accounts"))
    letters = shop.sql(
        "notifications",
        "SELECT user_id, params->>'sealedToken' FROM notifications.mailbox"
        " WHERE kind = 'password-reset' ORDER BY letter",
    )
    return [sealed for user_id, sealed in letters if user_id == accounts[email]]


def reset_token(shop: Shop, email: str) -> str:
    """The token that the letter brings."""
    assert ask(shop, email).status == 202
    eventually(lambda: bool(sealed_tokens(shop, email)))
    return Seal(shop.spec.secrets.sealing_key, RESET_SEAL).open(sealed_tokens(shop, email)[-1])


def test_a_forgotten_password_is_replaced_and_every_session_ends(reference: Shop) -> None:
    email = registered(reference)
    session = sign_in(reference, email, OLD).body
    token = reset_token(reference, email)
    answer = reference.request("POST", CONFIRM, {"token": token, "password": NEW})
    assert answer.status == 200
    assert sign_in(reference, email, OLD).status == 401
    assert sign_in(reference, email, NEW).status == 201
    renewal = {"refreshToken": session["refreshToken"]}
    assert reference.request("POST", f"{SESSIONS}/renewals", renewal).status == 401


def test_a_reset_token_works_once_even_when_used_twice_at_the_same_time(reference: Shop) -> None:
    email = registered(reference)
    body = {"token": reset_token(reference, email), "password": NEW}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: reference.request("POST", CONFIRM, body), range(4)))
    assert sorted(answer.status for answer in answers) == [200, 422, 422, 422]
    again = reference.request("POST", CONFIRM, body)
    assert again.body["error"]["code"] == "reset-token-invalid"


def test_a_new_password_makes_other_reset_tokens_worthless(reference: Shop) -> None:
    email = registered(reference)
    first = reset_token(reference, email)
    assert ask(reference, email).status == 202
    eventually(lambda: len(sealed_tokens(reference, email)) == 2)
    second = Seal(reference.spec.secrets.sealing_key, RESET_SEAL).open(
        sealed_tokens(reference, email)[1]
    )
    used, late = ({"token": token, "password": NEW} for token in (second, first))
    assert reference.request("POST", CONFIRM, used).status == 200
    assert reference.request("POST", CONFIRM, late).status == 422


def test_an_old_reset_token_is_worthless(reference: Shop) -> None:
    email = registered(reference)
    token = reset_token(reference, email)
    reference.sql("authentication", "UPDATE authentication.password_resets SET expires_at = now()")
    answer = reference.request("POST", CONFIRM, {"token": token, "password": NEW})
    assert answer.body["error"]["code"] == "reset-token-invalid"


def test_who_asks_for_a_reset_does_not_learn_whether_there_is_an_account(reference: Shop) -> None:
    known, unknown = ask(reference, registered(reference)), ask(reference, "nobody@mail.example")
    assert (known.status, known.body) == (unknown.status, unknown.body) == (202, {})


def test_no_reset_token_can_be_read_on_its_way_or_in_a_log(reference: Shop) -> None:
    email = registered(reference)
    token = reset_token(reference, email)
    assert all(token not in Path(d.log).read_text() for d in reference.spec.deployables)
    kept = reference.sql("authentication", "SELECT * FROM authentication.password_resets")
    letters = reference.sql("notifications", "SELECT * FROM notifications.mailbox")
    assert token not in f"{kept}{letters}"


def test_resets_of_one_account_are_rationed_whether_it_exists_or_not(reference: Shop) -> None:
    for email in (registered(reference), f"{uuid4().hex}@mail.example"):
        statuses = [ask(reference, email).status for _ in range(4)]
        assert statuses == [202, 202, 202, 429]


def test_a_password_is_changed_with_the_current_one_and_this_session_goes_on(
    reference: Shop,
) -> None:
    email = registered(reference)
    here, there = sign_in(reference, email, OLD).body, sign_in(reference, email, OLD).body
    path, token = f"{SESSIONS}/password", here["accessToken"]
    wrong = {"currentPassword": "not this one", "password": NEW}
    assert reference.request("PUT", path, wrong, token).status == 401
    right = {"currentPassword": OLD, "password": NEW}
    assert reference.request("PUT", path, right, token).status == 200
    renewals = [
        reference.request(
            "POST", f"{SESSIONS}/renewals", {"refreshToken": session["refreshToken"]}
        ).status
        for session in (here, there)
    ]
    assert renewals == [201, 401]


def test_guessing_at_an_account_is_stopped_and_the_password_does_not_help(reference: Shop) -> None:
    email = registered(reference)
    guesses = [sign_in(reference, email, f"guess number {n}").status for n in range(10)]
    assert guesses == [401] * 10
    refused = sign_in(reference, email, OLD)
    assert refused.status == 429
    assert refused.body["error"]["code"] == "sign-in-throttled"
    assert 0 < int(refused.headers["retry-after"]) <= 300


def test_guesses_that_come_at_once_are_counted_one_by_one(reference: Shop) -> None:
    email = registered(reference)

    def guess(number: int) -> int:
        return sign_in(reference, email, f"guess number {number}").status

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(guess, range(20)))
    assert sorted(statuses) == [401] * 10 + [429] * 10


def test_an_account_that_does_not_exist_is_guarded_just_the_same(reference: Shop) -> None:
    email = f"{uuid4().hex}@mail.example"
    guesses = [sign_in(reference, email, "guess") for _ in range(11)]
    assert [guess.status for guess in guesses] == [401] * 10 + [429]
    assert guesses[0].body == {"error": {"code": "credentials-wrong", "params": {}}}


def test_signing_in_rightly_is_never_rationed(reference: Shop) -> None:
    email = registered(reference)
    assert {sign_in(reference, email, OLD).status for _ in range(12)} == {201}


def test_hashing_passwords_holds_up_nobody_else(reference: Shop) -> None:
    def guess(number: int) -> int:
        return sign_in(reference, f"{uuid4().hex}@mail.example", f"guess {number}").status

    with ThreadPoolExecutor(40) as pool:
        guesses = [pool.submit(guess, n) for n in range(40)]
        answered = 0
        while not all(future.done() for future in guesses):
            answered += reference.request("GET", f"{SESSIONS}/jwks").status == 200
            time.sleep(0.005)
    assert {future.result() for future in guesses} == {401}
    assert answered > 10


def test_every_limit_that_applies_to_an_attempt_counts_it(servers: Servers) -> None:
    by_account, by_address = Limit("account", 10, 60), Limit("address", 2, 60)
    address = uuid4().hex

    async def attempts() -> None:
        limiter = Limiter(open_cache(servers.cache_url()), LOG)
        for account in ("a", "b", "c"):
            attempt = (by_account, f"{address}-{account}"), (by_address, address)
            await limiter.take(*attempt)
            if account == "a":
                await limiter.give_back(*attempt)
        await limiter.take((by_address, uuid4().hex))
        await limiter.take((by_address, address))

    with pytest.raises(ThrottledError) as refused:
        asyncio.run(attempts())
    assert refused.value.code == "address"
    assert 0 < refused.value.params["retryAfterS"] <= 60


def test_nobody_is_kept_out_because_attempts_cannot_be_counted() -> None:
    log = StringIO()
    limiter = Limiter(open_cache("redis://127.0.0.1:1/0"), Log("test-1", log))
    strict = Limit("nothing-goes", most=0, window_s=60)
    asyncio.run(limiter.take((strict, "somebody")))
    assert "limits-unavailable" in log.getvalue()
    assert "somebody" not in log.getvalue()
