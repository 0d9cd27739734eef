"""Access tokens."""

from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from labs.commerce.platform.errors import ForbiddenError, UnauthenticatedError
from labs.commerce.platform.identity import (
    ACCESS_TOKEN_S,
    Principal,
    Signer,
    Verifier,
    load_key,
    new_signing_key,
    public_jwks,
)
from tests.unit.commerce.fakes import FixedClock

VERA = Principal(UUID(int=7), frozenset({"customer"}), "premium")


class Parties:
    def __init__(self, pem: str) -> None:
        self.pem = pem
        self.clock = FixedClock()
        self.clock.moment = self.clock.moment.now(self.clock.moment.tzinfo)
        self.signer = Signer(pem, self.clock)
        self.verifier = Verifier(public_jwks(pem), self.clock)

    def refusal(self, authorization: str | None) -> str:
        with pytest.raises(UnauthenticatedError) as refused:
            self.verifier.principal(authorization)
        return refused.value.code


@pytest.fixture(params=["ES256", "RS256"])
def parties(request: pytest.FixtureRequest) -> Parties:
    if request.param == "ES256":
        return Parties(new_signing_key())
    return Parties(RSAKey.generate_key(2048).as_pem(private=True).decode())


def test_a_token_says_who_the_caller_is(parties: Parties) -> None:
    token = parties.signer.access_token(VERA)
    assert parties.verifier.principal(f"Bearer {token}") == VERA


def test_a_token_runs_out_even_when_it_was_verified_before(parties: Parties) -> None:
    token = f"Bearer {parties.signer.access_token(VERA)}"
    parties.verifier.principal(token)
    parties.clock.move(seconds=ACCESS_TOKEN_S)
    assert parties.refusal(token) == "token-expired"


def test_a_token_of_another_signer_proves_nothing(parties: Parties) -> None:
    token = Signer(new_signing_key(), parties.clock).access_token(VERA)
    assert parties.refusal(f"Bearer {token}") == "token-invalid"


def test_a_token_for_another_audience_proves_nothing(parties: Parties) -> None:
    key = load_key(parties.pem)
    claims = {"iss": "shop", "aud": "bank", "sub": str(UUID(int=7)), "exp": 4_000_000_000}
    header = {"alg": public_jwks(parties.pem)["keys"][0]["alg"]}
    assert parties.refusal(f"Bearer {jwt.encode(header, claims, key)}") == "token-invalid"


def test_an_unsigned_token_proves_nothing(parties: Parties) -> None:
    token = parties.signer.access_token(VERA)
    payload = token.split(".")[1]
    assert parties.refusal(f"Bearer eyJhbGciOiJub25lIn0.{payload}.") == "token-invalid"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dXNlcg=="])
def test_without_a_token_there_is_no_caller(parties: Parties, header: str | None) -> None:
    assert parties.refusal(header) == "token-missing"


@pytest.mark.parametrize("header", ["Bearer x", "Bearer a.b.c", "Bearer привет"])
def test_garbage_is_no_token(parties: Parties, header: str) -> None:
    assert parties.refusal(header) == "token-invalid"


def test_verifiers_never_see_the_private_part(parties: Parties) -> None:
    (public,) = public_jwks(parties.pem)["keys"]
    assert "d" not in public
    assert {"kid", "alg", "use"} <= public.keys()


def test_a_role_that_is_missing_is_named() -> None:
    with pytest.raises(ForbiddenError) as refused:
        VERA.require("admin")
    assert refused.value.params == {"role": "admin"}
