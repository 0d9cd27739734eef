"""The learner's boundaries become the services of the blueprint."""

from dataclasses import dataclass
from pathlib import Path

from decomposer.documents import read_text
from decomposer.partition import Partition
from exercises.answer import section_of, splice_section
from generators.blueprint import dump_blueprint, parse_blueprint
from workbench.usecases.files import back_up, save
from workbench.usecases.partitions import blueprint_of
from workbench.usecases.workspace import Workspace, blueprint_name


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was written."""

    blueprint: Path
    backup: Path | None
    services: tuple[str, ...]


def adopt_boundaries(workspace: Workspace, partition: Partition) -> Adoption:
    """Write the partition into the blueprint's `services`; every other section stays as it is.

    Raises:
        DocumentError: the blueprint is not text, or another section contradicts the new services;
            nothing is written.
    """
    old = read_text(workspace.blueprint)
    whole = dump_blueprint(blueprint_of(partition, name=blueprint_name(workspace.root)))
    section = section_of(whole, "services")
    if section is None:  # a blueprint without services is not one
        raise LookupError("services")
    text = splice_section(old, section)
    parse_blueprint(text, str(workspace.blueprint))
    backup = back_up(workspace.root, workspace.blueprint)
    save(workspace.blueprint, text)
    return Adoption(workspace.blueprint, backup, tuple(partition.services))
