"""Load shedding: who is let in, and when the bound moves."""

from labs.commerce.platform.serving.admission import LATE_S, STAY_S, Admission, refuse


def test_up_to_the_bound_requests_are_let_in_and_each_answer_makes_room():
    admission = Admission(floor=1, ceiling=2)
    with admission:
        assert not admission.is_full
        with admission:
            assert admission.is_full
        assert not admission.is_full


def test_where_work_waits_so_much_stays_as_is_done_in_the_time_it_may_stay():
    admission = Admission(floor=4, ceiling=100)
    _work(admission, 200)
    admission.observe(2 * LATE_S, 1.0)
    assert admission.limit == int(200 * STAY_S)
    _work(admission, 10)
    admission.observe(2 * LATE_S, 1.0)
    assert admission.limit == 4


def test_one_short_look_does_not_change_what_is_known_of_the_pace():
    admission = Admission(floor=1, ceiling=100)
    _work(admission, 200)
    admission.observe(2 * LATE_S, 1.0)
    admission.observe(2 * LATE_S, 0.1)
    assert admission.limit == int(180 * STAY_S)


def test_more_is_let_in_again_step_by_step_when_nothing_waits():
    admission = Admission(floor=10, ceiling=100)
    admission.observe(2 * LATE_S, 1.0)
    low = admission.limit
    admission.observe(0.0, 0.1)
    assert low < admission.limit < 100
    for _ in range(100):
        admission.observe(0.0, 0.1)
    assert admission.limit == 100


def _work(admission, requests):
    for _ in range(requests):
        with admission:
            pass


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
