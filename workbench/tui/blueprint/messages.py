"""What the blueprint screen's workers report."""

from dataclasses import dataclass

from workbench.ports.files import ChosenOtherwise, Draft, Finding, Made, Reason
from workbench.tui.answer import Answer
from workbench.tui.blueprint.reading import Reading


@dataclass
class Drafted(Answer):
    """What a run would do now."""

    draft: Draft


@dataclass
class EditedAt(Answer):
    """When the blueprint was last written."""

    moment: float


@dataclass
class FileRead(Answer):
    """A file of the draft."""

    reading: Reading
    at: int
    """The line to stand on; 0: where the cursor is."""


@dataclass
class Explained(Answer):
    """Why a line stands there."""

    reasons: tuple[Reason, ...]


@dataclass
class Checked(Answer):
    """What does not work in the manifests."""

    findings: tuple[Finding, ...]


@dataclass
class Written(Answer):
    """A run is over."""

    made: Made


@dataclass
class TakenBack(Answer):
    """The last run was undone."""

    made: Made


@dataclass
class Chose(Answer):
    """A choice was written into the blueprint."""

    otherwise: ChosenOtherwise
