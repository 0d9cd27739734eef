import msgspec
import pytest

from labs.commerce.serve import deployable_of, main
from labs.commerce.spec import Deployable, Secrets, Spec, SpecError

SPEC = Spec(
    deployables=(
        Deployable(name="order", modules=("orders",), database="", port=1),
        Deployable(name="order", modules=("orders",), database="", port=2, replica=2),
    ),
    peers={},
    cache="",
    broker="",
    secrets=Secrets(sealing_key="", internal_token=""),
)


def test_the_replica_of_that_name_is_served():
    assert deployable_of(SPEC, "order-2").port == 2
    with pytest.raises(SpecError, match="order-3"):
        deployable_of(SPEC, "order-3")


def test_pods_that_are_told_the_same_are_different_replicas():
    first, second = (deployable_of(SPEC, "order-1", pod) for pod in ("order-a", "order-b"))
    assert first.port == second.port == 1
    assert first.instance != second.instance
    assert first.instance == deployable_of(SPEC, "order-1", "order-a").instance


def test_what_cannot_be_served_ends_with_a_word_about_it(tmp_path, capsys):
    file = tmp_path / "spec.json"
    file.write_bytes(msgspec.json.encode(SPEC))
    assert main([str(file), "cart-1"]) == 2
    assert "no-such-replica: cart-1" in capsys.readouterr().err
    assert main([]) == 2
