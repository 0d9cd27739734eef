"""Access tokens, and the keys that verify them."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey

from labs.commerce.platform.errors import (
    ForbiddenError,
    ShopError,
    UnauthenticatedError,
    UnavailableError,
)
from labs.commerce.platform.identity.keys import (
    ALGORITHM,
    FRESH_S,
    PAUSE_S,
    KeySet,
    KnownKeys,
    PublicKey,
)
from labs.commerce.platform.identity.tokens import ACCESS_TOKEN_S, Principal, Signer, Verifier
from tests.forged_tokens import segment, signed_with_public_key, unsigned
from tests.unit.commerce.fakes import FixedClock

VERA = Principal(UUID(int=7), frozenset({"customer"}), "premium", UUID(int=8))


class Keychain:
    """Signs with any of its keys, and counts who asks for the public halves."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.keys: dict[str, ECKey] = {}
        self.retired: dict[str, datetime] = {}
        self.asked = 0
        self.failure: ShopError | None = None

    def signer(self, kid: str) -> Signer:
        key = self.keys.setdefault(kid, ECKey.generate_key("P-256"))
        return Signer(kid, key, self.clock)

    async def published(self) -> KeySet:
        self.asked += 1
        if self.failure:
            raise self.failure
        return KeySet(keys=[self._public(kid) for kid in self.keys])

    def _public(self, kid: str) -> PublicKey:
        jwk = {name: str(value) for name, value in self.keys[kid].as_dict(private=False).items()}
        return PublicKey(kid=kid, jwk=jwk, retires_at=self.retired.get(kid))


class Parties:
    def __init__(self) -> None:
        self.clock = FixedClock()
        self.clock.moment = self.clock.moment.now(self.clock.moment.tzinfo)
        self.keychain = Keychain(self.clock)
        self.signer = self.keychain.signer("first")
        self.ticks = 0.0
        known = KnownKeys(self.keychain.published, self.clock, lambda: self.ticks)
        self.verifier = Verifier(known, self.clock)

    async def principal(self, authorization: str | None) -> Principal:
        await self.verifier.prepare(authorization)
        return self.verifier.principal(authorization)

    def verified(self, token: str) -> Principal:
        return asyncio.run(self.principal(f"Bearer {token}"))

    def refusal(self, authorization: str | None) -> str:
        with pytest.raises(UnauthenticatedError) as refused:
            asyncio.run(self.principal(authorization))
        return refused.value.code

    def refused(self, token: str) -> str:
        return self.refusal(f"Bearer {token}")

    def claims(self, **changes: object) -> dict[str, object]:
        now = int(self.clock.now().timestamp())
        claims = {"iss": "shop", "aud": "shop", "sub": str(VERA.user_id), "exp": now + 60}
        return {**claims, **changes}

    def signed(self, **changes: object) -> str:
        """A token of the right key with other claims; None leaves one out."""
        claims = {k: v for k, v in self.claims(**changes).items() if v is not None}
        return jwt.encode({"alg": ALGORITHM, "kid": "first"}, claims, self.key)

    @property
    def key(self) -> ECKey:
        return self.keychain.keys["first"]


@pytest.fixture
def parties() -> Parties:
    return Parties()


def test_a_token_says_who_the_caller_is(parties: Parties) -> None:
    token = parties.signer.access_token(VERA)
    assert parties.verified(token) == VERA


def test_a_token_names_the_key_that_signed_it(parties: Parties) -> None:
    token = parties.signer.access_token(VERA)
    header = jws.extract_compact(token.encode()).headers()
    assert (header["alg"], header["kid"]) == ("ES256", "first")


def test_a_token_runs_out_even_when_it_was_verified_before(parties: Parties) -> None:
    token = parties.signer.access_token(VERA)
    parties.verified(token)
    parties.clock.move(seconds=ACCESS_TOKEN_S)
    assert parties.refused(token) == "token-expired"


def test_a_forged_signature_proves_nothing(parties: Parties) -> None:
    stranger = Signer("first", ECKey.generate_key("P-256"), parties.clock)
    assert parties.refused(stranger.access_token(VERA)) == "token-invalid"


@pytest.mark.parametrize(
    "changes",
    [{"aud": "bank"}, {"iss": "bank"}, {"sub": "nobody"}, {"exp": None}, {"aud": None}],
)
def test_a_token_that_is_not_for_us_proves_nothing(
    parties: Parties, changes: dict[str, object]
) -> None:
    assert parties.refused(parties.signed(**changes)) == "token-invalid"
    assert parties.verified(parties.signed()).user_id == VERA.user_id


def test_an_expired_token_says_so(parties: Parties) -> None:
    assert parties.refused(parties.signed(exp=1)) == "token-expired"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE"])
def test_an_unsigned_token_proves_nothing(parties: Parties, algorithm: str) -> None:
    token = unsigned(parties.claims(), "first", algorithm)
    assert parties.refused(token) == "token-invalid"


def test_the_public_key_is_no_shared_secret(parties: Parties) -> None:
    public = parties.key.as_pem(private=False)
    token = signed_with_public_key(parties.claims(), "first", public)
    assert parties.refused(token) == "token-invalid"


def test_a_key_inside_the_token_is_not_believed(parties: Parties) -> None:
    key = ECKey.generate_key("P-256")
    header = {"alg": ALGORITHM, "kid": "first", "jwk": key.as_dict(private=False)}
    assert parties.refused(jwt.encode(header, parties.claims(), key)) == "token-invalid"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dXNlcg=="])
def test_without_a_token_there_is_no_caller(parties: Parties, header: str | None) -> None:
    assert parties.refusal(header) == "token-missing"


@pytest.mark.parametrize("token", ["x", "a.b.c", "привет", f"{segment([1])}.e30.x", "..", "e30.."])
def test_garbage_is_no_token(parties: Parties, token: str) -> None:
    assert parties.refused(token) == "token-invalid"


def test_a_new_key_is_learned_from_the_first_token_that_names_it(parties: Parties) -> None:
    parties.verified(parties.signer.access_token(VERA))
    parties.ticks += PAUSE_S
    token = parties.keychain.signer("second").access_token(VERA)
    assert parties.verified(token) == VERA
    assert parties.verified(parties.signer.access_token(VERA)) == VERA
    assert parties.keychain.asked == 2


def test_tokens_of_unknown_keys_cannot_cause_a_storm_of_questions(parties: Parties) -> None:
    strangers = [
        Signer(f"forged-{n}", ECKey.generate_key("P-256"), parties.clock).access_token(VERA)
        for n in range(20)
    ]
    for _ in range(3):
        parties.ticks += PAUSE_S
        assert {parties.refused(token) for token in strangers} == {"token-invalid"}
    assert parties.keychain.asked == 3


def test_requests_that_come_together_ask_once(parties: Parties) -> None:
    token = f"Bearer {parties.signer.access_token(VERA)}"

    async def all_at_once() -> list[Principal]:
        return await asyncio.gather(*(parties.principal(token) for _ in range(50)))

    assert asyncio.run(all_at_once()) == [VERA] * 50
    assert parties.keychain.asked == 1


def test_a_key_that_retires_proves_nothing_from_then_on(parties: Parties) -> None:
    parties.keychain.retired["first"] = parties.clock.now() + timedelta(seconds=30)
    token = parties.signer.access_token(VERA)
    assert parties.verified(token) == VERA
    parties.clock.move(seconds=30)
    assert parties.refused(token) == "token-invalid"


def test_a_key_that_is_withdrawn_is_refused_as_soon_as_that_is_heard(parties: Parties) -> None:
    token = parties.signer.access_token(VERA)
    parties.verified(token)
    parties.keychain.keys.pop("first")
    parties.ticks += FRESH_S

    async def twice() -> None:
        await parties.principal(f"Bearer {token}")
        await asyncio.sleep(0)  # the question was asked beside the request
        await parties.principal(f"Bearer {token}")

    with pytest.raises(UnauthenticatedError):
        asyncio.run(twice())


def test_known_keys_go_on_to_serve_while_nobody_answers(parties: Parties) -> None:
    parties.verified(parties.signer.access_token(VERA))
    parties.keychain.failure = UnavailableError("peer-unreachable")
    parties.ticks += FRESH_S
    assert parties.verified(parties.signer.access_token(VERA)) == VERA


def test_who_never_heard_of_a_key_does_not_call_a_token_invalid(parties: Parties) -> None:
    parties.keychain.failure = UnavailableError("peer-unreachable")
    with pytest.raises(UnavailableError):
        parties.verified(parties.signer.access_token(VERA))


def test_a_role_that_is_missing_is_named() -> None:
    with pytest.raises(ForbiddenError) as refused:
        VERA.require("admin")
    assert refused.value.params == {"role": "admin"}
