"""Blocks say why they stand there: as comments where these are asked for, as data always."""

import ast
import json
import re
from pathlib import Path, PurePosixPath

import pytest
import yaml

import generators.render
from content.messages import Language, messages
from generators.blueprint import dump_blueprint, parse_blueprint
from generators.blueprint.places import stands
from generators.render import reasons, render
from generators.render.json_text import json_text
from generators.render.reasons import Why, because, commented, marker, plain, reasons_in
from generators.render.reasons.marker import LINE
from generators.render.yaml_text import yaml_text
from tests.shops import in_the_cloud, reference

BP = reference()
CHOSEN = yaml.safe_load(dump_blueprint(BP))


def why(language: Language = Language.EN, chosen: object = CHOSEN) -> Why:
    return Why(messages(language, "reasons"), chosen)


def marked() -> str:
    store = because(
        {"image": "postgres:18"}, "store", "services.user.store", store="x", services="y"
    )
    steps = [
        because({"run": "a", "uses": "b"}, "only-way-in", key="uses"),
        because({"run": "c"}, "confined"),
    ]
    return yaml_text({"store": store, "steps": steps, "end": 1})


def test_marks_change_nothing_of_the_data():
    unmarked = {
        "store": {"image": "postgres:18"},
        "steps": [{"run": "a", "uses": "b"}, {"run": "c"}],
    }
    assert plain(marked()) == yaml_text(unmarked | {"end": 1})
    assert yaml.safe_load(marked()) == unmarked | {"end": 1}


def test_a_comment_stands_before_what_it_speaks_of():
    lines = commented(marked(), why()).splitlines()
    above = {line.strip(): lines[n - 1].strip() for n, line in enumerate(lines) if n}
    assert above["image: postgres:18"] == "# from: blueprint.yaml services.user.store"
    assert above["uses: b"].startswith("#")
    assert above["- run: c"].startswith("#")
    assert above["- run: a"] == "steps:"


def test_a_block_without_entries_stays_whole():
    assert yaml_text({"spec": because({}, "confined")}) == "spec: {}\n"


def test_a_mark_of_an_entry_that_is_absent_says_nothing():
    assert yaml_text(because({"a": 1}, "confined", key="b")) == "a: 1\n"


def test_json_has_no_comments_and_answers_all_the_same():
    step = because({"run": "a", "uses": "b"}, "only-way-in", key="uses")
    text = json_text(because({"steps": [because(step, "confined")]}, "broker", broker="x"), 2)
    assert json.loads(plain(text)) == {"steps": [{"run": "a", "uses": "b"}]}
    lines = plain(text).splitlines()
    spans = {
        reason.mark.code: [line.strip() for line in lines[reason.first - 1 : reason.last]]
        for reason in reasons_in(text)
    }
    assert spans["only-way-in"] == ['"uses": "b"']
    assert spans["confined"] == ['"run": "a",', '"uses": "b"']
    assert spans["broker"][0] == '"steps": ['


def test_every_panel_of_a_promise_leads_to_it():
    board = "observability/grafana/boards/shop.json"
    told, bare = render(BP, why=why()), render(BP)
    assert told[board] == bare[board]
    lines = bare[board].splitlines()
    promised = [each for each in reasons(BP)[board] if each.mark.code == "dashboard-promise"]
    assert len(promised) == 3
    for each in promised:
        assert any('"title": ' in line for line in lines[each.first - 1 : each.last])
        assert each.mark.places[0] == "objectives.availability_percent"


def test_a_reason_is_given_once_in_a_file_and_its_origin_each_time():
    blocks = [
        because({"n": n}, "confined", f"services.{name}") for n, name in enumerate(("user", "cart"))
    ]
    text = commented(yaml_text({"blocks": blocks}), why())
    assert text.count("why: ") == 1
    assert text.count("from: ") == 2


def test_a_choice_that_was_not_made_is_called_a_default():
    block = yaml_text(because({"a": 1}, "confined", "gateway.limits.global"))
    assert "a default" in commented(block, why(chosen={"gateway": {}}))
    assert "a default" not in commented(block, why(chosen={"gateway": {"limits": {"global": {}}}}))


def test_places_and_parameters_survive_any_character():
    line = marker("store", "communication.edges[order → payment]", store="a;b=c", services="d e")
    text = commented(f"{line}\n", why(chosen={}))
    assert "a;b=c" in text
    assert "communication.edges[order → payment]" in text


@pytest.mark.parametrize("leader", ["#", "--", "//"])
def test_a_template_writes_its_marks_in_its_own_language(leader: str):
    text = f"{marker('confined', leader=leader)}\nUSER 10001\n"
    assert plain(text) == "USER 10001\n"
    assert commented(text, why()).startswith(f"{leader} why: ")


def test_no_comment_is_wider_than_a_page():
    for text in render(BP, why=why(Language.RU)).values():
        comments = [
            line for line in text.splitlines() if re.match(r" *(#|--) (почему|откуда):", line)
        ]
        assert all(len(line) <= 100 for line in comments)


def test_a_reason_covers_the_lines_of_its_block_and_no_others():
    lines = plain(marked()).splitlines()
    spans = {
        reason.mark.code: lines[reason.first - 1 : reason.last] for reason in reasons_in(marked())
    }
    assert spans == {
        "store": ["  image: postgres:18"],
        "only-way-in": ["  uses: b"],
        "confined": ["- run: c"],
    }


def test_reasons_of_files_speak_of_the_lines_without_comments():
    files = render(BP)
    for path, found in reasons(BP).items():
        length = len(files[path].splitlines())
        assert all(1 <= reason.first <= reason.last <= length for reason in found), path


def test_comments_are_the_only_difference():
    bare, told = render(BP), render(BP, why=why())
    assert bare.keys() == told.keys()
    assert bare != told
    for path in bare:
        if path.endswith((".yaml", ".yml")):
            assert list(yaml.safe_load_all(bare[path])) == list(yaml.safe_load_all(told[path])), (
                path
            )


def test_no_mark_is_left_over():
    for text in (*render(BP).values(), *render(BP, why=why()).values()):
        assert not LINE.search(text)
        assert "'#why" not in text


EVERYTHING = """\
name: shop
services:
  order: {modules: [orders], replicas: 2}
  search: {modules: [search], store: elasticsearch}
communication:
  edges:
    - {caller: order, callee: search, timeout_ms: 100, retries: 1, idempotent: true}
  breakers: {order: {}}
gateway:
  routes:
    - {prefix: /orders, service: order, auth: jwt, retries: 1}
    - {prefix: /search, service: search, auth: api-key, rewrite: /}
  limits: {global: {requests: 9}, services: {order: {requests: 9}}, tiers: {free: {requests: 9}}}
  auth: {jwt: {issuer: https://auth.shop, audiences: [shop]}, api_keys: {clients: [partner]}}
  rbac: [{prefix: /orders, roles: [admin]}]
  ip_rules: {allow: [10.0.0.0/8], deny: [10.1.0.0/16]}
  geo: {deny: [XX]}
events: {broker: kafka, topics: {orders: {producers: [order], consumers: [search]}}}
deployment:
  workloads:
    order: {autoscaling: {}, disruption_budget: {max_unavailable: 1}}
mesh:
  canaries:
    order:
      subsets: [v1, v2]
      weights: {v1: 90, v2: 10}
      headers: [{name: canary, value: "true", subset: v2}]
"""

VARIANTS = {
    "sidecars": EVERYTHING + "  faults: {order: {delay_ms: 9}}\n",
    "rules": EVERYTHING + "  authorization: [{callee: order, callers: [gateway]}]\n",
    "ambient": EVERYTHING + "  mode: ambient\n",
    "half": EVERYTHING + "  mtls: permissive\n",
    "open": EVERYTHING + "  mtls: disable\n",
    "ingress": EVERYTHING.replace("deployment:", "deployment:\n  ingress: ingress"),
}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", VARIANTS)
def test_whatever_is_chosen_has_its_words(name: str, language: Language):
    bp = parse_blueprint(VARIANTS[name], "blueprint.yaml")
    told = render(bp, why=why(language, yaml.safe_load(VARIANTS[name])))
    assert told.keys() == render(bp).keys()


@pytest.mark.parametrize("name", VARIANTS)
def test_every_place_that_is_named_is_one_of_the_blueprint(name: str):
    bp = parse_blueprint(VARIANTS[name], "blueprint.yaml")
    whole = bp.model_dump(mode="json", by_alias=True)
    places = {p for found in reasons(bp).values() for each in found for p in each.mark.places}
    # a workload that is left out has all the defaults
    named = {place for place in places if not place.startswith("deployment.workloads.search.")}
    assert named
    assert all(stands(whole, place) for place in named)


def test_the_adapters_of_a_service_lead_back_to_the_choices_that_made_them():
    found = reasons(parse_blueprint(EVERYTHING, "blueprint.yaml"))
    of = {
        service: {each.mark.places for each in found.get(f"services/{service}/{app}", ())}
        for service, app in (
            ("order", "src/order_service/app.py"),
            ("search", "src/search_service/app.py"),
        )
    }
    assert of["order"] == {("services.order",), ("services.order.store",), ("events.broker",)}
    # what keeps its records in memory has no adapter
    assert of["search"] == {("services.search",), ("events.broker",)}


def written_codes() -> tuple[set[str], list[str]]:
    """Texts of the renderers, among which codes are, and patterns of codes that are put together.

    Those that stand in the calls themselves come first.
    """
    folder = Path(generators.render.__file__).parent
    called: set[str] = set()
    texts: list[str] = []
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = (
                    re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in node.values
                )
                texts.append("".join(map(str, parts)))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                called |= _code(node)
    for file in folder.rglob("*.j2"):
        called |= set(re.findall(r"why\(\s*[\"']([a-z-]+)", file.read_text(encoding="utf-8")))
    for file in (each for ending in ("tf", "yaml") for each in folder.rglob(f"*.{ending}")):
        called |= set(re.findall(r"#why(?:-next)? ([a-z-]+)", file.read_text(encoding="utf-8")))
    return called, [
        text for text in texts if re.fullmatch(r"[a-z-]+(\.\+)?", text.replace("\\", ""))
    ]


def _code(call: ast.Call) -> set[str]:
    position = {"because": 1, "marker": 0}.get(
        call.func.id if isinstance(call.func, ast.Name) else ""
    )
    if position is None or len(call.args) <= position:
        return set()
    argument = call.args[position]
    return {str(argument.value)} if isinstance(argument, ast.Constant) else set()


@pytest.mark.parametrize("language", list(Language))
def test_every_reason_has_its_words_and_every_word_its_reason(language: Language):
    words = messages(language, "reasons")
    own = {"why", "from", "from-default"}
    known = {key.removeprefix("reason-") for key in words.keys() if key.startswith("reason-")} - own  # noqa: SIM118
    called, texts = written_codes()
    assert called <= known
    unused = {code for code in known - called if not any(re.fullmatch(t, code) for t in texts)}
    assert not unused


_SAY_IT_THEMSELVES = {".github/zizmor.yml", "contracts/.spectral.yaml", "delivery/release.py"}
_COMMENTED = {".py", ".sql", ".tf", ".toml", ".yaml", ".yml"}


@pytest.mark.parametrize("broker", ["kafka", "sns-sqs"])
def test_every_file_that_can_hold_a_comment_can_say_why_it_is_there(broker: str):
    bp = in_the_cloud(reference(), broker)
    known = reasons(bp)
    silent = {
        path
        for path in render(bp)
        if PurePosixPath(path).suffix in _COMMENTED and path not in known
    }
    assert silent == _SAY_IT_THEMSELVES
