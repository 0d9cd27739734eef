"""What is new at the end of a log between two looks."""

from collections.abc import Sequence
from itertools import islice

import pytest

from workbench.usecases.following import added, followed


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        ("", "ab", "ab"),
        ("ab", "ab", ""),
        ("ab", "abc", "c"),
        ("abc", "bcd", "d"),
        ("aab", "aabaab", "aab"),
        ("aaa", "aaaa", "a"),
        ("abc", "xyz", "xyz"),
        ("abc", "", ""),
    ],
)
def test_what_follows_the_longest_common_part_is_new(before, now, new):
    assert added(list(before), list(now)) == list(new)


def test_the_last_lines_come_first_and_a_look_without_news_is_not_told():
    looks = iter([list("abc"), list("abc"), list("abcd"), list("cdef")])
    paused: list[float] = []

    def tail(_: int) -> Sequence[str]:
        return next(looks)

    told = list(islice(followed(tail, 2, paused.append), 3))
    assert told == [["b", "c"], ["d"], ["e", "f"]]
    assert len(paused) == 3
