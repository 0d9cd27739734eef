"""What `workbench lab` answers where no lab runs."""

from uuid import UUID

import pytest
from click.testing import CliRunner

from labs.supervising.directories import LabDirectory, default_base
from labs.supervising.lock import held
from workbench.cli.lab import lab
from workbench.runtimes import running_elsewhere


# `down` is left out on purpose: it finds the lab's files the same way, and would delete them
@pytest.mark.parametrize("command", [("status",), ("logs", "order"), ("audit",)])
def test_a_lab_name_that_leads_elsewhere_is_refused(run, command):
    for name in ("..", "", "../elsewhere"):
        refused = run("lab", *command, "--lab", name)
        assert refused.code == 2, refused.err
        assert "hyphens" in refused.err


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_without_a_lab_there_is_nothing_to_audit_and_that_is_no_broken_shop(run, options):
    unknown = run("lab", "audit", "--lab", "no-such-lab", *options)
    assert (unknown.code, unknown.out) == (3, "")


@pytest.mark.parametrize(
    "command",
    [
        ["audit"],
        ["load"],
        ["status"],
        ["trace"],
        ["metrics"],
        ["logs", "x"],
        ["fault", "kill", "x"],
    ],
)
def test_what_needs_a_lab_says_how_to_start_one(run, command):
    said = run("lab", *command, "--lab", "no-such-lab")
    assert said.code in {1, 3}
    assert "`workbench lab up`" in said.out + said.err


@pytest.mark.parametrize("runtime", ["docker", "kubernetes"])
def test_a_lab_is_started_where_it_was_looked_for(run, runtime):
    said = run("lab", "logs", "order", "--lab", "no-such-lab", "--runtime", runtime)
    assert said.code == 3
    assert f"`workbench lab up --runtime {runtime}`" in said.err


@pytest.mark.parametrize("command", [["audit"], ["status"], ["fault", "kill", "order"]])
def test_a_lab_that_runs_elsewhere_is_pointed_out(command):
    place = LabDirectory.of("kept-elsewhere", default_base("docker"))
    with held(place, 0):
        said = CliRunner().invoke(lab, [*command, "--lab", "kept-elsewhere"])
    assert said.exit_code in {1, 3}
    assert "`--runtime docker`" in said.output
    assert not running_elsewhere("kept-elsewhere", "local")


@pytest.mark.parametrize("choice", [("--rps", "9", "--users", "9"), ("--think-time", "5")])
def test_a_load_that_contradicts_itself_is_refused(run, choice):
    refused = run("lab", "load", *choice)
    assert refused.code == 2
    assert "--users" in refused.err


@pytest.mark.parametrize("choice", [("abcd", "--last"), ("--last", "--order", "x")])
def test_one_trace_is_asked_for_in_one_way(run, choice):
    assert run("lab", "trace", *choice).code == 2


def test_a_timeline_is_of_one_order(run):
    assert run("lab", "timeline").code == 2
    assert run("lab", "timeline", "--order", "seven").code == 2
    unknown = run("lab", "timeline", "--order", str(UUID(int=7)), "--lab", "no-such-lab")
    assert unknown.code == 3
