"""Load shedding: who is let in, and when the bound moves."""

from labs.commerce.platform.admission import CEILING, FLOOR, LATE_S, Admission, refuse


def test_up_to_the_bound_requests_are_let_in_and_each_answer_makes_room():
    admission = Admission(floor=1, ceiling=2)
    with admission:
        assert not admission.is_full
        with admission:
            assert admission.is_full
        assert not admission.is_full


def test_a_loop_that_is_late_lowers_the_bound_to_what_is_in_work_and_less_but_not_below_the_floor():
    admission = Admission(floor=4, ceiling=100)
    for _ in range(50):
        admission.__enter__()
    admission.observe(2 * LATE_S)
    assert admission.limit == 40
    for _ in range(30):
        admission.observe(2 * LATE_S)
    assert admission.limit == 4


def test_a_loop_that_keeps_up_raises_the_bound_again_to_its_ceiling():
    admission = Admission(floor=4, ceiling=100)
    admission.observe(2 * LATE_S)
    low = admission.limit
    admission.observe(0.0)
    assert low < admission.limit < 100
    for _ in range(30):
        admission.observe(0.0)
    assert admission.limit == 100


def test_our_gateways_own_bound_is_below_the_lowest_of_ours():
    from generators.blueprint.communication import Breaker

    assert Breaker().max_connections < FLOOR < CEILING


async def test_a_refusal_says_when_to_come_back_and_that_nobody_should_ask_again_for_the_client():
    sent = []

    async def send(message):
        sent.append(message)

    await refuse(send)
    head, body = sent
    assert head["status"] == 503
    assert dict(head["headers"])[b"retry-after"] == b"1"
    assert b"x-envoy-ratelimited" in dict(head["headers"])
    assert b"overloaded" in body["body"]
