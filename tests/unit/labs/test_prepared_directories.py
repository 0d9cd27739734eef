"""Data directories that lie ready: named by all that shaped them, taken once, never half made."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from labs.commerce.spec import Deployable, Secrets, Spec, Stores
from labs.local import prepared
from labs.local.errors import CommandFailedError
from labs.local.prepared import Prepared, make_room, prepared_directory, sole_keeper
from labs.local.shape import code_of, shape_of
from labs.supervising.directories import size_mb


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    place.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(place))
    return tmp_path


def spec(*, port: int = 1, **changes: object) -> Spec:
    shop = Deployable(name="shop", modules=("cart", "stock"), database="postgresql://a", port=port)
    made = Spec(
        deployables=(shop,),
        peers={},
        cache="",
        broker="",
        secrets=Secrets(sealing_key=f"key {port}", internal_token="token"),
    )
    return msgspec.structs.replace(made, **changes)


def data_directory(place: Path) -> Path:
    place.mkdir()
    (place / "PG_VERSION").write_text("18")
    return place


def made(shape: str, tmp_path: Path) -> Prepared:
    """A shape of which one directory was kept."""
    prepared_directory().mkdir(parents=True, exist_ok=True)
    found = Prepared(shape)
    asyncio.run(found.keep(data_directory(tmp_path / f"made-{shape}")))
    return found


def taken(found: Prepared, place: Path) -> bool:
    return asyncio.run(found.take(place))


def test_labs_of_one_shop_have_one_shape_whatever_their_ports_and_secrets():
    assert shape_of(spec(port=1)) == shape_of(spec(port=2)) != ""


@pytest.mark.parametrize(
    "other",
    [
        spec(seed=8),
        spec(
            deployables=(
                Deployable(name="shop", modules=("cart",), database="postgresql://a", port=1),
                Deployable(name="more", modules=("stock",), database="postgresql://b", port=2),
            )
        ),
        spec(secrets=Secrets(sealing_key="key", internal_token="token", demo_password="other")),
    ],
)
def test_another_seed_cut_or_password_makes_another_shape(other: Spec):
    assert shape_of(other) != shape_of(spec())


def test_another_server_makes_another_shape(monkeypatch: pytest.MonkeyPatch):
    before = shape_of(spec())
    monkeypatch.setattr("labs.local.shape.layout", lambda: "postgres-19")
    assert shape_of(spec()) != before


def test_a_shop_that_keeps_data_elsewhere_is_not_prepared():
    assert shape_of(spec(stores=Stores(catalogue="mongodb://elsewhere"))) == ""


@pytest.mark.parametrize("change", ["schema.sql", "seed.py"])
def test_another_table_or_another_first_row_makes_another_code(tmp_path: Path, change: str):
    for name in ("schema.sql", "seed.py", "README.md"):
        (tmp_path / name).write_text("one")
    before = code_of(tmp_path)
    (tmp_path / "README.md").write_text("two")
    assert code_of(tmp_path) == before
    (tmp_path / change).write_text("two")
    assert code_of(tmp_path) != before


def test_nothing_is_taken_before_anything_was_made(tmp_path: Path):
    assert not taken(Prepared("shape"), tmp_path / "lab")
    assert not (tmp_path / "lab").exists()


def test_two_labs_at_once_get_a_directory_each(tmp_path: Path):
    found = made("shape", tmp_path)
    asyncio.run(found.lay_ready())

    async def both() -> list[bool]:
        return list(
            await asyncio.gather(found.take(tmp_path / "one"), found.take(tmp_path / "two"))
        )

    assert asyncio.run(both()) == [True, True]
    (tmp_path / "one" / "PG_VERSION").write_text("written to")
    assert (tmp_path / "two" / "PG_VERSION").read_text() == "18"


def test_what_a_lab_writes_does_not_come_to_the_next_one(tmp_path: Path):
    found = made("shape", tmp_path)
    for lab in ("one", "two"):
        asyncio.run(found.lay_ready())
        assert taken(found, tmp_path / lab)
        assert (tmp_path / lab / "PG_VERSION").read_text() == "18"
        (tmp_path / lab / "PG_VERSION").write_text("written to")


def test_a_directory_that_was_never_finished_is_not_taken_but_removed(tmp_path: Path):
    prepared_directory().mkdir(parents=True)
    left = data_directory(prepared_directory() / "draft-1")
    assert not taken(Prepared("shape"), tmp_path / "lab")
    with sole_keeper() as alone:
        assert alone
        assert not left.exists()


def test_of_two_that_would_prepare_one_does():
    with sole_keeper() as first, sole_keeper() as second:
        assert (first, second) == (True, False)


def test_a_copy_of_what_is_being_removed_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    found, copy = made("shape", tmp_path), prepared.copy

    async def overtaken(source: Path, target: Path) -> None:
        await copy(source, target)
        make_room(most_mb=0)

    monkeypatch.setattr(prepared, "copy", overtaken)
    assert not taken(found, tmp_path / "lab")
    assert not (tmp_path / "lab").exists()


def test_a_copy_that_the_disk_does_not_take_is_an_error_in_its_words(tmp_path: Path):
    with pytest.raises(CommandFailedError) as failed:
        taken(made("shape", tmp_path), tmp_path / "nowhere" / "lab")
    assert "cp" in str(failed.value.params.values())


def test_what_was_used_least_lately_makes_room(tmp_path: Path):
    used, unused = made("used", tmp_path), made("unused", tmp_path)
    for shape in ("used", "unused"):
        os.utime(prepared_directory() / shape, (0, 0))
    taken(used, tmp_path / "lab")
    make_room(most_mb=size_mb(prepared_directory() / "used"))
    assert used.is_made
    assert not unused.is_made


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    return lambda: monkeypatch.setattr(prepared, "SPARE_MB", 1 << 40)


def test_nothing_is_prepared_where_the_disk_has_little_left(full_disk: Callable[[], None]):
    with sole_keeper():
        assert prepared.has_room()
        full_disk()
        assert not prepared.has_room()
