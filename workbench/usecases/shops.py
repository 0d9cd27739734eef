"""Which blueprint a lab runs."""

from pathlib import Path

from generators.blueprint import Blueprint, load_blueprint
from workbench.usecases.partitions import blueprint_of, completed, partition_from
from workbench.usecases.workspace import Workspace, WorkspaceError

MINE = "blueprint"
"""The word for the learner's own blueprint."""


def shop_blueprint(word: str, workspace: Workspace | None) -> Blueprint:
    """The blueprint named `word`: the learner's own, or a partition with the course's defaults.

    A section the learner has not reached is filled with the course's default, so that their shop
    runs from the first week on.

    Raises:
        WorkspaceError: the learner's own is meant and there is none.
        DocumentError: a boundaries file or the blueprint cannot be used.
    """
    if word == MINE:
        if workspace is None:
            raise WorkspaceError("not-found", folder=str(Path.cwd()))
        return completed(load_blueprint(workspace.blueprint))
    partition = partition_from(word)
    return blueprint_of(partition, name=partition.name)
