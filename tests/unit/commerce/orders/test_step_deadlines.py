"""How long a part of a request may take."""

from labs.commerce.platform.scope import Scope, entered, expiry, limited


def test_a_step_has_its_own_time_and_never_more_than_the_request():
    with entered(Scope()) as scope:
        with limited(2.0):
            assert scope.remaining_s() <= 2.0
        assert scope.expires_at is None
    with entered(Scope(expires_at=expiry(500))) as scope:
        with limited(2.0):
            assert scope.remaining_s() <= 0.5
        assert scope.remaining_s() <= 0.5
