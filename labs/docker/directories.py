"""Where labs in containers keep what they mount and what a compose project is made of."""

from pathlib import Path

from labs.local.directories import LabDirectory, default_base, lab_directory


def docker_directory(lab: str, base: Path | None = None) -> LabDirectory:
    """The places of a lab; beside those of local labs, so that both may have the same name.

    Raises:
        BadLabNameError: the name could lead out of the base directory.
        NoPermissionError: the base directory is not ours or cannot be made.
    """
    usual = default_base()
    return lab_directory(lab, base or usual.with_name(f"{usual.name}-docker"))
