"""What `workbench lab` answers where no lab runs."""

from uuid import UUID

import pytest


# `down` is left out on purpose: it finds the lab's files the same way, and would delete them
@pytest.mark.parametrize("command", [("status",), ("logs", "order"), ("audit",)])
def test_a_lab_name_that_leads_elsewhere_is_refused(run, command):
    for name in ("..", "", "../elsewhere"):
        refused = run("lab", *command, "--lab", name)
        assert refused.code == 2, refused.err
        assert "hyphens" in refused.err


def test_an_audit_that_learns_nothing_is_not_a_broken_shop(run):
    unknown = run("lab", "audit", "--lab", "no-such-lab")
    assert unknown.code == 3
    assert "?" in unknown.out


@pytest.mark.parametrize("command", ["audit", "load", "status", "trace", "metrics"])
def test_what_needs_a_lab_says_how_to_start_one(run, command):
    said = run("lab", command, "--lab", "no-such-lab")
    assert said.code in {1, 3}
    assert "workbench lab up" in said.out + said.err


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
