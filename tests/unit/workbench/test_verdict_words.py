"""A verdict in words: what several findings lead to is said once."""

from content.messages import Language, messages
from exercises.model import Finding, Status, Verdict
from workbench.usecases.verdicts import judgement

MISSING = "criterion-missing"


def told(*findings: Finding) -> list[bool]:
    verdict = Verdict("boundary-criteria", Status.NOT_YET, findings)
    return [remark.continued for remark in judgement(verdict, messages(Language.EN)).remarks]


def missing(service: str, read: str = "4.1#team-ownership") -> Finding:
    return Finding(MISSING, params={"service": service}, read=read)


def test_a_row_of_findings_of_one_kind_is_explained_after_its_last():
    assert told(missing("user"), missing("cart"), missing("order")) == [True, True, False]


def test_findings_explained_in_different_places_are_each_explained():
    assert told(missing("user"), missing("cart", "4.1#data-ownership")) == [False, False]


def test_a_verdict_without_findings_says_nothing():
    assert told() == []
