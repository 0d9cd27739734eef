"""The command line as a learner meets it: sentences, exit codes, JSON, files left alone."""

import json
from pathlib import Path

import pytest

from workbench.cli.app import COMMANDS, language_first


def test_help_lists_every_command_in_both_languages(run):
    for lang, word in (("en", "Commands"), ("ru", "Команды")):
        shown = run("--help", lang=lang)
        assert shown.code == 0
        assert word in shown.out
        assert all(f"\n  {name}" in shown.out for name in COMMANDS)


@pytest.mark.parametrize(
    "arguments", [["--lang", "ru", "doctor", "-h"], ["doctor", "-h", "--lang=ru"]]
)
def test_the_language_may_stand_anywhere(arguments):
    import subprocess
    import sys

    command = [sys.executable, "-m", "workbench", *arguments]
    assert (
        "Использование"
        in subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("init shop --lang en", "--lang en init shop"),
        ("init --lang=en shop", "--lang=en init shop"),
        ("init shop --lang", "--lang init shop"),
        ("init -- --lang en", "init -- --lang en"),
    ],
)
def test_only_the_language_moves_to_the_front(typed, read):
    assert language_first(typed.split()) == read.split()


def test_help_imports_neither_textual_nor_docker_nor_pydantic(run):
    heavy = "textual", "docker", "pydantic", "networkx", "yaml"
    probe = (
        "import sys; sys.argv = ['workbench', '--help']\n"
        "import workbench.cli\n"
        "try: workbench.cli.main()\n"
        "except SystemExit: pass\n"
        f"print('LOADED', [m for m in {heavy!r} if m in sys.modules])"
    )
    import subprocess
    import sys

    argv = [sys.executable, "-c", probe]
    out = subprocess.run(argv, check=False, capture_output=True, text=True).stdout
    assert out.rstrip().endswith("LOADED []")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages(run, name):
    english, russian = run(name, "--help"), run(name, "--help", lang="ru")
    assert english.code == russian.code == 0
    assert english.out != russian.out


def test_an_unknown_command_is_refused_with_the_nearest_one(run):
    refused = run("decompse")
    assert refused.code == 2
    assert "decompose" in refused.err
    assert "Traceback" not in refused.err


def test_without_a_terminal_it_says_where_you_are_and_what_is_next(run):
    said = run()
    assert said.code == 0
    assert "workbench lesson 4.1" in said.out


def test_init_sends_nobody_to_where_they_are(run):
    assert "cd " in run("init", "shop").out
    assert "cd " not in run("init", ".").out


def test_init_makes_a_folder_once_and_never_overwrites_it(run, tmp_path):
    assert run("init", "shop").code == 0
    blueprint = tmp_path / "shop" / "blueprint.yaml"
    blueprint.write_text("# mine\n" + blueprint.read_text())
    again = run("init", "shop")
    assert again.code == 2
    assert "--force" in again.err
    assert blueprint.read_text().startswith("# mine")
    assert run("init", "shop", "--force").code == 0
    assert not blueprint.read_text().startswith("# mine")


def test_an_exercise_outside_a_folder_says_how_to_make_one(run):
    refused = run("start", "boundary-criteria")
    assert refused.code == 2
    assert "workbench init" in refused.err


@pytest.mark.parametrize("name", ["boundaries", "gateway-routes"])
def test_checking_what_was_not_started_says_how_to_start_and_is_no_attempt(run, tmp_path, name):
    run("init", "shop")
    refused = run("check", name, cwd=tmp_path / "shop")
    assert refused.code == 2
    assert f"workbench start {name}" in refused.err
    assert "◐" not in run("progress").out


def test_unknown_boundaries_are_refused_with_the_nearest_and_all_there_are(run):
    refused = run("decompose", "score", "--boundaries", "referense")
    assert refused.code == 2
    assert "“reference”?" in refused.err
    assert "proposal" in refused.err


def test_an_unknown_exercise_is_refused_with_the_nearest_one(run, tmp_path):
    run("init", "shop")
    refused = run("check", "gateway-rutes", cwd=tmp_path / "shop")
    assert refused.code == 2
    assert "gateway-routes" in refused.err


def test_who_names_no_exercise_is_told_the_next_one_and_where_all_are(run):
    refused = run("check")
    assert refused.code == 2
    assert "`workbench check boundaries`" in refused.err
    assert "`workbench progress`" in refused.err
    assert "`workbench hint boundaries`" in run("hint", lang="ru").err


def test_start_check_hint_solution_reset_is_a_whole_way(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    assert run("start", "boundary-criteria", cwd=shop).code == 0
    first = run("check", "boundary-criteria", "--json", cwd=shop)
    assert first.code == 1
    assert json.loads(first.out)["status"] == "not yet"
    hint = json.loads(run("hint", "boundary-criteria", "--json", cwd=shop).out)
    assert hint["shown"] == 1
    solution = json.loads(run("solution", "boundary-criteria", "--json", cwd=shop).out)
    for file in solution:
        (shop / file["path"]).write_text(file["text"])
    passed = run("check", "boundary-criteria", cwd=shop)
    assert passed.code == 0, passed.out
    backup = json.loads(run("reset", "boundary-criteria", "--json", cwd=shop).out)["backup"]
    assert (Path(backup) / "criteria.yaml").read_text() == solution[0]["text"]
    assert (shop / "criteria.yaml").read_text() != solution[0]["text"]
    standing = json.loads(run("progress", "--json", cwd=shop).out)
    items = [i for w in standing["weeks"] for c in w["chapters"] for i in c["items"]]
    assert {i["id"]: i["standing"] for i in items}["boundary-criteria"] == "done"


def test_start_keeps_what_the_learner_has(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    (shop / "criteria.yaml").write_text("# mine\n")
    started = run("start", "boundary-criteria", "--json", cwd=shop)
    assert json.loads(started.out)["written"] == []
    assert (shop / "criteria.yaml").read_text() == "# mine\n"


def test_a_section_of_an_exercise_is_put_into_the_blueprint_beside_the_learners_comments(
    run, tmp_path
):
    run("init", "shop")
    blueprint = tmp_path / "shop" / "blueprint.yaml"
    blueprint.write_text(blueprint.read_text() + "\n# my own note\n")
    assert run("start", "gateway-routes", cwd=tmp_path / "shop").code == 0
    text = blueprint.read_text()
    assert "# my own note" in text
    assert "\ngateway:" in text


def test_broken_boundaries_give_every_problem_with_its_place_and_nothing_is_written(run, tmp_path):
    (tmp_path / "b.yaml").write_text(
        "format_version: 1\nname: mine\nservices:\n"
        "  users: [registraton, authentication]\n  Orders: [orders, orders]\n"
    )
    refused = run("decompose", "score", "--boundaries", "b.yaml")
    assert refused.code == 2
    assert "b.yaml:4:11" in refused.err
    assert "registration" in refused.err
    assert "b.yaml:5:3" in refused.err
    assert "b.yaml:5:20" in refused.err
    assert "Traceback" not in refused.err


def test_broken_yaml_and_a_missing_file_are_sentences(run, tmp_path):
    (tmp_path / "c.yaml").write_text("services:\n  a: [x\n")
    for file, place in (("c.yaml", "c.yaml:2:6"), ("nope.yaml", "nope.yaml")):
        refused = run("decompose", "score", "--boundaries", file)
        assert refused.code == 2
        assert refused.err.startswith(place)


def test_a_broken_blueprint_is_not_generated_from(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    blueprint = shop / "blueprint.yaml"
    blueprint.write_text(blueprint.read_text().replace("store: postgresql", "store: postgrsql"))
    refused = run("generate", cwd=shop)
    assert refused.code == 2
    assert "postgresql" in refused.err
    assert not (shop / "generated").exists()


def test_the_proposal_is_proved_and_says_so_in_json(run):
    proposal = json.loads(run("decompose", "propose", "--json").out)
    assert proposal["proved"] is True
    assert proposal["gap"] == 0
    assert sum(len(modules) for modules in proposal["services"].values()) == 24


def test_a_move_is_explained_in_both_languages(run):
    move = "decompose", "explain", "--boundaries", "proposal", "--move", "payments", "orders"
    english, russian = run(*move), run(*move, lang="ru")
    assert "distributed transaction" in english.out
    assert "распределённ" in russian.out


def test_a_merger_and_a_split_are_explained_in_both_languages(run):
    explain = "decompose", "explain", "--boundaries", "reference"
    merge, split = ("--merge", "order", "inventory"), ("--split", "orders")
    assert "Merging order, inventory into one service removes" in run(*explain, *merge).out
    assert "Вынос orders из order" in run(*explain, *split, lang="ru").out
    both = json.loads(run(*explain, "--split", "search", "--split", "products", "--json").out)
    assert both["to"] == {"split": ["search", "products"]}
    assert both["differences"][0]["text"].startswith("Splitting product into product, search adds")
    unknown = run(*explain, "--merge", "order", "inventary")
    assert unknown.code == 2
    assert "inventory" in unknown.err


def test_boundaries_are_adopted_into_the_blueprint_with_a_backup(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    assert run("decompose", "propose", "--out", "boundaries.yaml", cwd=shop).code == 0
    adopted = json.loads(run("decompose", "adopt", "--json", cwd=shop).out)
    assert "payments:" in (shop / "blueprint.yaml").read_text()
    assert "payments:" not in Path(adopted["backup"]).read_text()


def test_an_exercise_on_services_that_are_not_there_yet_says_how_to_get_them(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    told = run("start", "service-mesh", cwd=shop)
    assert "decompose adopt --boundaries reference" in told.out
    assert (
        "inventory"
        in json.loads(run("start", "service-mesh", "--json", cwd=shop).out)["services_missing"]
    )
    run("decompose", "adopt", "--boundaries", "reference", cwd=shop)
    assert "adopt" not in run("start", "service-mesh", cwd=shop).out.rpartition("Everything")[2]
    assert run("blueprint", "check", cwd=shop).code == 0


def test_generate_is_idempotent_and_keeps_edits(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    assert run("generate", cwd=shop).code == 0
    assert run("generate", "--check", cwd=shop).code == 0
    assert run("generate", "--check", cwd=shop).code == 0
    compose = shop / "generated" / "compose.yaml"
    compose.write_text(compose.read_text() + "# mine\n")
    assert run("generate", "--check", cwd=shop).code == 0, "an edit that stays is no difference"
    assert run("generate", cwd=shop).code == 0
    assert compose.read_text().endswith("# mine\n")
    assert run("generate", "--check", cwd=shop).code == 0
    assert "+# mine" in run("generate", "--plan", cwd=shop).out
    assert run("generate", "--force", cwd=shop).code == 0
    assert not compose.read_text().endswith("# mine\n")


def test_a_conflict_shows_both_sides_and_is_settled_by_a_side_and_undone(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    run("generate", cwd=shop)
    compose, blueprint = shop / "generated" / "compose.yaml", shop / "blueprint.yaml"
    before = compose.read_text()
    compose.write_text(before.replace("name: shop", "name: mine"))
    blueprint.write_text(blueprint.read_text().replace("name: shop", "name: other", 1))
    told = run("generate", "--plan", cwd=shop).out
    assert "name: mine" in told
    assert ">>>>>>> generated now" in told
    assert run("generate", cwd=shop).code == 1
    assert run("generate", "--check", cwd=shop).code == 1
    assert compose.read_text().startswith("name: mine")
    conflict = json.loads(run("generate", "--plan", "--json", cwd=shop).out)
    assert conflict["conflict"] == ["compose.yaml"]
    assert run("generate", "--generated", "compose.yml", cwd=shop).code == 2
    assert run("generate", "--generated", "compose.yaml", cwd=shop).code == 0
    assert compose.read_text().startswith("name: other")
    assert run("generate", "--undo", cwd=shop).code == 0
    assert compose.read_text().startswith("name: mine")
    assert run("generate", "--undo", cwd=shop).code == 2


def test_manifests_that_do_not_work_together_fail_the_check_of_generated_files(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    run("generate", cwd=shop)
    service = shop / "generated/kubernetes/base/shop/service.yaml"
    service.write_text(service.read_text().replace("targetPort: http", "targetPort: htp"))
    run("generate", cwd=shop)
    refused = run("generate", "--check", cwd=shop)
    assert refused.code == 1
    assert "base/shop/service.yaml:" in refused.out
    assert "htp" in refused.out


def test_another_choice_says_what_can_go_wrong_now_in_both_languages(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    run("generate", cwd=shop)
    blueprint = shop / "blueprint.yaml"
    old = blueprint.read_text()
    (shop / "rabbit.yaml").write_text(old + "events:\n  broker: rabbitmq\n")
    blueprint.write_text(old + "events:\n  broker: kafka\n")
    assert "events.broker" in run("generate", "--plan", cwd=shop).out
    against = "generate", "--plan", "--against", "rabbit.yaml"
    told = run(*against, cwd=shop).out
    assert "rabbitmq → kafka" in told
    assert "the group shares its partitions out anew" in told
    assert "партици" in run(*against, cwd=shop, lang="ru").out
    switch = json.loads(run(*against, "--json", cwd=shop).out)["switch"]
    assert "memory-alarm-blocks" in {mode["id"] for mode in switch["failure_modes"]["go"]}
    assert run(*against, cwd=shop).code == 0
    assert "kafka" not in (shop / "generated" / "compose.yaml").read_text()


@pytest.mark.parametrize("name", ["cut.pdf", "cut"])
def test_a_picture_is_written_only_in_a_form_that_there_is(run, tmp_path, name):
    refused = run("decompose", "draw", "--boundaries", "proposal", "--out", name)
    assert refused.code == 2
    assert ".svg" in refused.err
    assert not (tmp_path / name).exists()


def test_progress_moves_to_another_home(run, tmp_path):
    run("lesson", "4.1")
    assert run("progress", "--export", "mine.json").code == 0
    assert run("progress", "--export", "mine.json").code == 2
    (tmp_path / "home").rename(tmp_path / "old-home")
    assert json.loads(run("progress", "--json").out)["percent"] == 0
    assert run("progress", "--import", "mine.json").code == 0
    assert json.loads(run("progress", "--json").out)["percent"] > 0
    (tmp_path / "bad.json").write_text('{"users": [[1]]}')
    assert run("progress", "--import", "bad.json").code == 2


def test_completion_is_printed_for_each_shell(run):
    for shell in ("bash", "zsh", "fish"):
        assert "_WORKBENCH_COMPLETE" in run("completion", shell).out


def test_manifests_are_checked_across_files(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    run("generate", cwd=shop)
    kubernetes = shop / "generated" / "kubernetes"
    clean = run("check-manifests", str(kubernetes))
    assert clean.code == 0, clean.out
    service = kubernetes / "base/shop/service.yaml"
    service.write_text(service.read_text().replace("targetPort: http", "targetPort: htp"))
    broken = run("check-manifests", str(kubernetes))
    assert broken.code == 1
    assert "base/shop/service.yaml:" in broken.out
    assert run("check-manifests", str(tmp_path / "nowhere")).code == 2


def test_notes_alone_fail_nothing_and_code_scanning_gets_its_own_form(run, tmp_path):
    bare = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: a:1"
    )
    requests = ", resources: {requests: {cpu: 1}}"
    (tmp_path / "pod.yaml").write_text(f"{bare}{requests}}}]\n")
    assert run("check-manifests", str(tmp_path)).code == 0
    (tmp_path / "pod.yaml").write_text(f"{bare}}}]\n")
    assert run("check-manifests", str(tmp_path), "--severity", "error").code == 0
    told = run("check-manifests", str(tmp_path), "--severity", "warning", "--format", "sarif")
    assert told.code == 1
    (result,) = json.loads(told.out)["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("requests-missing", "warning")
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 5,
        "startColumn": 16,
    }


def test_sections_follow_the_learner_from_cut_to_cut(run, tmp_path):
    run("init", "shop")
    shop = tmp_path / "shop"
    assert run("decompose", "adopt", "--boundaries", "domains", cwd=shop).code == 0
    assert run("start", "gateway-routes", cwd=shop).code == 0
    blueprint = shop / "blueprint.yaml"
    assert "prefix: /api/v1/orders, service: orders" in blueprint.read_text()
    adopted = run("decompose", "adopt", "--boundaries", "reference", cwd=shop)
    assert adopted.code == 0, adopted.err
    assert "prefix: /api/v1/orders, service: order," in blueprint.read_text()


def test_a_check_that_starts_no_lab_says_that_the_runtime_is_none_of_its_matter(run, tmp_path):
    run("init", "shop")
    run("start", "gateway-routes", cwd=tmp_path / "shop")
    checked = run("check", "gateway-routes", "--runtime", "docker", cwd=tmp_path / "shop")
    assert "no lab is started" in checked.err
