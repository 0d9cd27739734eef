"""Terraform for what was chosen: it parses, refers only to what is there, and holds no secret."""

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from content.prices import prices
from generators.blueprint import Blueprint
from generators.checker.kustomizing import build, plain
from generators.render import render
from generators.render.cost.estimate import estimates
from tests.shops import in_the_cloud, monolith, reference


def with_stores_on_the_cluster(bp: Blueprint, environment: str) -> Blueprint:
    chosen = bp.model_dump(by_alias=True, exclude_unset=True)
    chosen["deployment"]["environments"][environment]["stores"] = "cluster"
    return Blueprint.model_validate(chosen)


CLOUDS = {
    "nats": in_the_cloud(reference(), "nats"),
    "kafka": in_the_cloud(reference(), "kafka"),
    "sns-sqs": in_the_cloud(reference(), "sns-sqs"),
    "one service": in_the_cloud(monolith()),
    "stores on one cluster": with_stores_on_the_cluster(in_the_cloud(reference(), "kafka"), "dev"),
}
ROOT = "infrastructure"
_BLOCK = re.compile(r'^(resource|data) "(\w+)" "(\w+)"', re.MULTILINE)
_DECLARED = re.compile(r'^(variable|output|module) "(\w+)"', re.MULTILINE)
_LOCAL = re.compile(r"^  (\w+)\s*= ", re.MULTILINE)
_CALL = re.compile(r'^module "(\w+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
_USE = re.compile(r"\b(var|local|module|data\.aws_\w+|aws_\w+)\.(\w+)(?:\[[^\]]+\])?(?:\.(\w+))?")

_COMMENT = re.compile(r"^\s*#.*\n", re.MULTILINE)
_WITH_DEFAULT = re.compile(r'^variable "(\w+)" \{\n(?:  .*\n)*?  default', re.MULTILINE)
_CREDENTIAL = re.compile(
    r"^\s*(password|auth_token|master_password|secret_string)\s*=", re.MULTILINE
)


def files(bp: Blueprint) -> dict[str, str]:
    return render(bp, ["infrastructure"])


def modules(bp: Blueprint) -> Mapping[str, str]:
    """Each folder as one text: Terraform reads it so."""
    texts: dict[str, str] = defaultdict(str)
    for path, text in files(bp).items():
        if path.endswith(".tf"):
            texts[str(PurePosixPath(path).parent)] += re.sub(
                r"^\s*#.*\n", "", text, flags=re.MULTILINE
            )
    return texts


def declared(text: str, kind: str) -> set[str]:
    return {name for block, name in _DECLARED.findall(text) if block == kind}


def calls(folder: str, text: str) -> dict[str, tuple[str, set[str]]]:
    """The modules that a folder calls: where each stands, and what it is given."""
    found = {}
    for name, body in _CALL.findall(text):
        (source,) = re.findall(r'source\s*= "([^"]+)"', body)
        given = set(re.findall(r"^  (\w+)\s*= ", body, re.MULTILINE))
        path = PurePosixPath(folder)
        for part in source.split("/"):
            path = path.parent if part == ".." else path / part
        found[name] = str(path), given - {"source", "count", "for_each"}
    return found


def test_without_a_cloud_there_is_no_infrastructure():
    assert files(reference()) == {}


@pytest.mark.parametrize("choice", CLOUDS)
def test_every_reference_leads_to_something(choice: str):
    texts = modules(CLOUDS[choice])
    for folder, text in texts.items():
        blocks = {(f"data.{t}" if kind == "data" else t, n) for kind, t, n in _BLOCK.findall(text)}
        called = calls(folder, text)
        local = {name for body in re.findall(r"locals \{(.*?)\n\}", text, re.DOTALL)
                 for name in _LOCAL.findall(body)}  # fmt: skip
        for kind, name, member in _USE.findall(text):
            where = f"{folder}: {kind}.{name}.{member}"
            if kind == "var":
                assert name in declared(text, "variable"), where
            elif kind == "local":
                assert name in local, where
            elif kind == "module":
                assert member in declared(texts[called[name][0]], "output"), where
            else:
                assert (kind, name) in blocks, where


@pytest.mark.parametrize("choice", CLOUDS)
def test_a_module_is_given_what_it_asks_for_and_nothing_else(choice: str):
    texts = modules(CLOUDS[choice])
    for folder, text in texts.items():
        for source, given in calls(folder, text).values():
            asked = declared(texts[source], "variable")
            with_default = set(
                re.findall(
                    r'^variable "(\w+)" \{\n(?:  .*\n)*?  default', texts[source], re.MULTILINE
                )
            )
            assert asked - with_default <= given <= asked, (folder, source)


@pytest.mark.parametrize("choice", CLOUDS)
def test_no_variable_is_declared_for_nobody(choice: str):
    for folder, text in modules(CLOUDS[choice]).items():
        used = {name for kind, name, _ in _USE.findall(text) if kind == "var"}
        assert declared(text, "variable") == used, folder


@pytest.mark.parametrize("choice", CLOUDS)
def test_every_file_parses(choice: str):
    hcl2 = pytest.importorskip("hcl2")
    for path, text in files(CLOUDS[choice]).items():
        if path.endswith(".tf"):
            assert hcl2.loads(text), path


@pytest.mark.parametrize("choice", CLOUDS)
def test_files_are_written_as_terraform_writes_them(choice: str, tmp_path: Path):
    terraform = shutil.which("terraform")
    if terraform is None:
        pytest.skip("no terraform on this machine")
    for path, text in files(CLOUDS[choice]).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    answer = subprocess.run(
        [terraform, "fmt", "-check", "-diff", "-recursive", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout == ""
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("choice", CLOUDS)
def test_no_credential_passes_through_the_state(choice: str):
    for path, text in files(CLOUDS[choice]).items():
        assert not _CREDENTIAL.search(text), path


def test_a_service_may_write_only_to_the_topics_that_it_produces():
    text = files(CLOUDS["kafka"])[f"{ROOT}/modules/environment/main.tf"]
    (shipping,) = re.findall(r'^ +"shipping" += (.*)$', text, re.MULTILINE)
    assert shipping == '{ publishes = ["shipments"], reads = [] }'


def test_kafkas_topics_and_those_of_dead_letters_are_made_with_their_partitions():
    bp = CLOUDS["kafka"]
    topics = "\n".join(re.findall(r"  topics = \{\n(.*?)\n  \}", made(bp), re.DOTALL))
    found = {name: int(count) for name, count in re.findall(r'"([\w-]+)" *= (\d+)', topics)}
    assert {name: at.partitions for name, at in bp.events.topics.items()}.items() <= found.items()
    readers = {f"{reader}-dead" for at in bp.events.topics.values() for reader in at.consumers}
    assert readers == found.keys() - bp.events.topics.keys()
    elsewhere = bp.model_dump(by_alias=True, exclude_unset=True)
    elsewhere["deployment"]["topics"] = "elsewhere"
    assert "topics = {" not in made(Blueprint.model_validate(elsewhere))


def test_the_operator_keeps_topics_where_the_environment_runs_kafka_and_terraform_elsewhere():
    for choice, holders in (("kafka", set()), ("stores on one cluster", {"dev"})):
        texts = render(CLOUDS[choice], ["kubernetes"])
        built = {name: build(texts, f"kubernetes/overlays/{name}") for name in ("dev", "prod")}
        kinds = {name: {plain(each)["kind"] for each in at.objects} for name, at in built.items()}
        assert {name for name, found in kinds.items() if "KafkaTopic" in found} == holders


def made(bp: Blueprint) -> str:
    return files(bp)[f"{ROOT}/modules/environment/main.tf"]


def test_kafkas_address_says_how_to_sign_in_and_the_role_of_each_pod_lets_it():
    texts = files(CLOUDS["stores on one cluster"])
    assert '"kafka+iam://${aws_msk_cluster.this.' in texts[f"{ROOT}/modules/kafka/outputs.tf"]
    told = texts[f"{ROOT}/modules/environment/outputs.tf"]
    assert 'output "kafka_url"' in told
    assert "one(module.kafka[*].url)" in told
    assert "output `kafka_url`" in texts[f"{ROOT}/README.md"]
    assert "kafka_url" not in files(CLOUDS["sns-sqs"])[f"{ROOT}/README.md"]
    # an idempotent producer asks the cluster for it, not the topic
    role = texts[f"{ROOT}/modules/environment/main.tf"]
    assert '["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"]' in role


def test_where_every_service_runs_once_stores_have_no_standby():
    texts = files(CLOUDS["kafka"])
    dev, prod = (texts[f"{ROOT}/environments/{name}/main.tf"] for name in ("dev", "prod"))
    assert "standby   = false" in dev
    assert "standby   = true" in prod
    nodes = [int(re.findall(r"min = (\d+)", text)[0]) for text in (dev, prod)]
    assert nodes[0] < nodes[1]


def test_an_environment_may_keep_its_stores_on_the_cluster():
    texts = files(CLOUDS["stores on one cluster"])
    dev, prod = (texts[f"{ROOT}/environments/{name}/main.tf"] for name in ("dev", "prod"))
    assert "stores_by_aws = false" in dev
    assert "stores_by_aws = true" in prod
    made = texts[f"{ROOT}/modules/environment/main.tf"]
    assert '], var.stores_by_aws ? [] : ["postgresql"' in made
    assert "stores_by_aws" not in "".join(files(CLOUDS["kafka"]).values())


def test_environments_have_addresses_of_their_own():
    texts = files(CLOUDS["nats"])
    cidrs = [re.findall(r'cidr += "(.*)"', text) for text in texts.values()]
    found = [cidr for each in cidrs for cidr in each]
    assert len(found) == len(set(found)) == 3


def test_what_aws_does_not_run_is_said():
    assert "NATS" in files(CLOUDS["nats"])[f"{ROOT}/README.md"]
    assert "NATS" not in files(CLOUDS["kafka"])[f"{ROOT}/README.md"]


def test_what_is_made_is_what_is_priced():
    bp, table = CLOUDS["kafka"], prices()
    found = estimates(bp, bp.deployment, table)
    made = {path.split("/")[2] for path in files(bp) if path.startswith(f"{ROOT}/modules/")}
    assert {"postgresql", "kafka"} <= made
    assert {"postgresql", "kafka", "NAT", "cluster"} <= set(found["prod"].around)
    assert found["prod"].around["postgresql"] == 2 * found["dev"].around["postgresql"]
    assert found["prod"].around["NAT"] == 3 * found["dev"].around["NAT"]
