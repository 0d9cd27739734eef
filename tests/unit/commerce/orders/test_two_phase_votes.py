"""Who votes on what, and what counts when the votes differ."""

from dataclasses import dataclass, field

import pytest

from labs.commerce.modules.orders.two_phase_commit_log import Phase, Undertaking
from labs.commerce.modules.orders.two_phase_commit_votes import Voter, Voters, branch
from labs.commerce.platform.errors import DomainError, OutcomeUnknownError, UnavailableError
from labs.commerce.platform.messages import Nothing
from labs.commerce.spec import ACID_MODULES
from labs.commerce.two_phase.api import Branch, Decision, InDoubts
from labs.commerce.two_phase.prepared import BranchName
from tests.unit.commerce.fakes import ORDER, purchase


@dataclass
class ScriptedParticipant:
    """Promises and obeys, or answers with its error."""

    error: Exception | None = None
    heard: list[bool] = field(default_factory=list)

    async def prepare(self, _message: Branch) -> Nothing:
        return self._answer()

    async def decide(self, message: Decision) -> Nothing:
        self.heard.append(message.commit)
        return self._answer()

    async def in_doubt(self, _message: Nothing) -> InDoubts:
        return InDoubts(branches=[])

    def _answer(self) -> Nothing:
        if self.error is not None:
            raise self.error
        return Nothing()


def undertaking() -> Undertaking:
    return Undertaking(ORDER, 3, Phase.VOTING, "", purchase())


def voters(*errors: Exception | None) -> Voters:
    return Voters([Voter(ScriptedParticipant(error), ["stock"]) for error in errors])


def test_every_module_of_a_checkout_has_its_part_in_a_branch() -> None:
    whole = branch(undertaking(), sorted(ACID_MODULES))
    parts = (whole.take, whole.hold, whole.settle, whole.schedule, whole.confirm)
    assert {part.order_id for part in parts if part is not None} == {ORDER}
    assert None not in parts
    assert whole.attempt == 3


def test_a_database_writes_what_its_modules_keep_and_nothing_else() -> None:
    own = branch(undertaking(), ["payments"])
    assert own.settle is not None
    assert own.settle.amount_minor == purchase().total_minor
    assert (own.take, own.hold, own.schedule, own.confirm) == (None, None, None, None)


async def test_one_no_outweighs_a_vote_that_was_not_heard() -> None:
    mixed = voters(None, UnavailableError("away"), DomainError("out-of-stock"))
    with pytest.raises(DomainError, match="out-of-stock"):
        await mixed.prepare(undertaking())


async def test_a_defect_outweighs_everything() -> None:
    with pytest.raises(ZeroDivisionError):
        await voters(DomainError("no"), ZeroDivisionError()).prepare(undertaking())


async def test_a_commit_is_not_over_before_everybody_has_heard() -> None:
    deaf = voters(None, OutcomeUnknownError("silent"), None)
    with pytest.raises(OutcomeUnknownError):
        await deaf.commit(undertaking())
    assert [voter.participant.heard for voter in deaf.all] == [[True]] * 3  # type: ignore[attr-defined]


async def test_a_rollback_waits_for_nobody_but_ourselves() -> None:
    deaf = voters(None, UnavailableError("away"))
    await deaf.roll_back(undertaking(), 2)
    assert [voter.participant.heard for voter in deaf.all] == [[False]] * 2  # type: ignore[attr-defined]
    with pytest.raises(UnavailableError):
        await voters(UnavailableError("away"), None).roll_back(undertaking(), 2)


def test_a_branch_is_found_again_by_its_name() -> None:
    name = BranchName(ORDER, 12, "it's: mine")
    assert BranchName.parse(str(name)) == name
    assert name.literal == f"'checkout:{ORDER}:12:it''s: mine'"
