"""Folders and files as learners have them: odd names, other encodings."""

import pytest

IN_RUSSIAN = "# Привет\n".encode("cp1251")


@pytest.fixture
def shop(run, tmp_path):
    run("init", "My Shop")
    return tmp_path / "My Shop"


def test_boundaries_are_adopted_in_a_folder_of_any_name(run, shop):
    adopted = run("decompose", "adopt", "--boundaries", "reference", cwd=shop)
    assert adopted.code == 0, adopted.err
    assert "inventory:" in (shop / "blueprint.yaml").read_text()


@pytest.mark.parametrize(
    "command",
    [
        ("start", "order-saga"),
        ("reset", "order-saga"),
        ("decompose", "adopt", "--boundaries", "reference"),
    ],
)
def test_a_blueprint_in_another_encoding_is_refused_and_left_alone(run, shop, command):
    blueprint = shop / "blueprint.yaml"
    text = blueprint.read_bytes() + IN_RUSSIAN
    blueprint.write_bytes(text)
    refused = run(*command, cwd=shop)
    assert refused.code == 2
    assert "UTF-8" in refused.err
    assert blueprint.read_bytes() == text


def test_a_file_in_another_encoding_can_be_reset_and_its_backup_is_the_same(run, shop):
    run("start", "boundary-criteria", cwd=shop)
    starter = (shop / "criteria.yaml").read_bytes()
    (shop / "criteria.yaml").write_bytes(IN_RUSSIAN)
    assert run("reset", "boundary-criteria", cwd=shop).code == 0
    assert (shop / "criteria.yaml").read_bytes() == starter
    assert [kept.read_bytes() for kept in shop.glob(".workbench/**/criteria.yaml")] == [IN_RUSSIAN]


def test_a_byte_order_mark_does_not_hide_the_first_section(run, shop):
    blueprint = shop / "blueprint.yaml"
    blueprint.write_bytes(b"\xef\xbb\xbf" + blueprint.read_bytes())
    assert run("start", "order-saga", cwd=shop).code == 0
    assert run("decompose", "adopt", "--boundaries", "reference", cwd=shop).code == 0
