"""Kustomizations, built where no `kubectl` is: every value keeps the place it comes from."""

from collections.abc import Mapping

from generators.checker.kustomizing.building import Built, build_folder
from generators.checker.kustomizing.plain import plain
from generators.checker.kustomizing.roots import files_of_builds, roots
from generators.checker.kustomizing.sources import Beside, Sources, within

__all__ = [
    "Beside",
    "Built",
    "Sources",
    "build",
    "build_folder",
    "files_of_builds",
    "plain",
    "roots",
    "within",
]


def build(files: Mapping[str, str], folder: str) -> Built:
    """Build a folder of the files: path to text."""
    return build_folder(Sources(files), folder)
