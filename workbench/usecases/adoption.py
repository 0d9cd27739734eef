"""The learner's boundaries become the services of the blueprint."""

from dataclasses import dataclass
from pathlib import Path

from decomposer.documents import read_text
from decomposer.partition import Partition
from exercises.answer import section_of, splice_section
from exercises.own_names import Services, in_own_names, services_of
from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from workbench.usecases.files import back_up, save
from workbench.usecases.founding import blueprint_name
from workbench.usecases.partitions import blueprint_of
from workbench.usecases.workspace import Workspace

CHOICES = tuple(Blueprint.model_fields.keys() - {"format_version", "name", "services"})
"""The sections that speak of services."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was written."""

    blueprint: Path
    backup: Path | None
    services: tuple[str, ...]


def adopt_boundaries(workspace: Workspace, partition: Partition) -> Adoption:
    """Write the partition into the blueprint's `services`.

    The other sections keep their text; services that they name get their new names.

    Raises:
        DocumentError: the blueprint is not text, or another section contradicts the new services;
            nothing is written.
    """
    old = read_text(workspace.blueprint)
    whole = dump_blueprint(blueprint_of(partition, name=blueprint_name(workspace.root)))
    section = section_of(whole, "services")
    if section is None:  # a blueprint without services is not one
        raise LookupError("services")
    text = _in_new_names(splice_section(old, section), services_of(old))
    parse_blueprint(text, str(workspace.blueprint))
    backup = back_up(workspace.root, workspace.blueprint)
    save(workspace.blueprint, text)
    return Adoption(workspace.blueprint, backup, tuple(partition.services))


def _in_new_names(text: str, before: Services) -> str:
    for name in CHOICES:
        section = section_of(text, name)
        if section is not None:
            text = splice_section(text, in_own_names(section, text, before))
    return text
