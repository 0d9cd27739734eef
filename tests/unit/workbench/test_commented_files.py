"""Generated files with the reasons of their blocks: asked for once, remembered, taken out again."""

import json

import pytest


@pytest.fixture
def shop(run, tmp_path):
    run("init", "shop")
    folder = tmp_path / "shop"
    run("generate", cwd=folder)
    return folder


def compose(shop) -> str:
    return (shop / "generated" / "compose.yaml").read_text(encoding="utf-8")


def test_comments_come_when_asked_for_and_go_when_not_wanted(run, shop):
    bare = compose(shop)
    assert run("generate", "--explain", cwd=shop).code == 0
    assert "# why: " in compose(shop)
    assert "# from: blueprint.yaml services.shop" in compose(shop)
    assert run("generate", "--no-comments", cwd=shop).code == 0
    assert compose(shop) == bare


def test_the_wish_for_comments_is_remembered_with_its_language(run, shop):
    run("generate", "--explain", cwd=shop, lang="ru")
    told = compose(shop)
    assert "# почему: " in told
    assert run("generate", "--check", cwd=shop).code == 0
    assert run("generate", cwd=shop).code == 0
    assert compose(shop) == told


def test_a_plan_with_comments_writes_and_remembers_nothing(run, shop):
    bare = compose(shop)
    assert "+    # why: " in run("generate", "--explain", "--plan", cwd=shop).out
    assert compose(shop) == bare
    assert run("generate", "--check", cwd=shop).code == 0


def test_an_edit_by_hand_survives_comments_coming_and_going(run, shop):
    file = shop / "generated" / "compose.yaml"
    edited = compose(shop).replace("restart: unless-stopped", "restart: always")
    file.write_text(edited, encoding="utf-8")
    run("generate", "--explain", cwd=shop)
    assert "restart: always" in compose(shop)
    assert "# why: " in compose(shop)
    run("generate", "--no-comments", cwd=shop)
    assert compose(shop) == edited


def test_undo_takes_the_comments_and_the_wish_for_them_back(run, shop):
    run("generate", "--explain", cwd=shop)
    run("generate", "--undo", cwd=shop)
    assert "# why: " not in compose(shop)
    assert run("generate", "--check", cwd=shop).code == 0


def test_a_line_says_why_it_is_so_and_which_line_of_the_blueprint_made_it(run, shop):
    lines = compose(shop).splitlines()
    place = f"compose.yaml:{lines.index('    image: postgres:18') + 1}"
    told = run("generate", "--why", place, cwd=shop)
    assert told.code == 0
    blueprint = (shop / "blueprint.yaml").read_text(encoding="utf-8").splitlines()
    line = blueprint.index("    store: postgresql") + 1
    assert f"blueprint.yaml:{line}:5: services.shop.store" in told.out
    assert run("generate", "--why", place, cwd=shop, lang="ru").out != told.out
    answer = json.loads(run("generate", "--why", f"generated/{place}", "--json", cwd=shop).out)
    assert answer["reasons"][0]["code"] == "store"
    assert answer["reasons"][0]["choices"][0]["line"] == line


def test_a_file_that_is_not_generated_has_no_reasons(run, shop):
    refused = run("generate", "--why", "compose.yml", cwd=shop)
    assert refused.code == 2
    assert "compose.yaml" in refused.err
