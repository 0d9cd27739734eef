"""A change and what is told of it, written as one statement."""

from labs.commerce.platform.database.change import Change

RING = Change(
    {
        "rung": "UPDATE bell.rings SET n = $2 WHERE id = $1 RETURNING id",
        "noted": "INSERT INTO bell.notes SELECT id FROM rung",
    },
    news="EXISTS (SELECT FROM rung)",
    answer="(SELECT id FROM rung) AS id",
)


def words(statement: str) -> str:
    return " ".join(statement.split())


def test_a_change_says_whether_it_is_news_and_what_was_asked() -> None:
    assert words(RING.untold) == (
        "WITH rung AS (UPDATE bell.rings SET n = $2 WHERE id = $1 RETURNING id),"
        " noted AS (INSERT INTO bell.notes SELECT id FROM rung)"
        " SELECT EXISTS (SELECT FROM rung) AS is_news, (SELECT id FROM rung) AS id"
    )


def test_what_is_told_follows_the_parameters_of_the_change_and_its_condition() -> None:
    assert "unnest($3::uuid[], $4::text[], $5::text[], $6::bytea[])" in words(RING.told)
    assert "WHERE EXISTS (SELECT FROM rung) ) SELECT" in words(RING.told)


def test_parts_beside_a_change_count_on_and_may_stand_in_the_place_of_its_own() -> None:
    both = RING.beside({"noted": "SELECT $1::text", "kept": "UPDATE bell.kept SET n = $2, at = $1"})
    assert words(both.untold) == (
        "WITH rung AS (UPDATE bell.rings SET n = $2 WHERE id = $1 RETURNING id),"
        " noted AS (SELECT $3::text), kept AS (UPDATE bell.kept SET n = $4, at = $3)"
        " SELECT EXISTS (SELECT FROM rung) AS is_news, (SELECT id FROM rung) AS id"
    )
    assert "unnest($5::uuid[]," in both.told
