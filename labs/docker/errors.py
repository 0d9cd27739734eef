"""What can go wrong with a lab in containers."""

from labs.runtime import LabError


class NoEngineError(LabError):
    """No Docker engine answers, or it stopped answering."""

    code = "docker-no-engine"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class EngineRefusedError(LabError):
    """The engine answers, and does not do what it is asked."""

    code = "docker-refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class ComposeMissingError(LabError):
    """There is an engine, and no compose to start a project with."""

    code = "docker-no-compose"

    def __init__(self) -> None:
        super().__init__()


class ImageNotBuiltError(LabError):
    """The shop's image could not be built."""

    code = "docker-image-not-built"

    def __init__(self, image: str, reason: str) -> None:
        super().__init__(image=image, reason=reason)


class ImagesMissingError(LabError):
    """Images that a lab needs are not here, and none may be fetched."""

    code = "docker-images-missing"

    def __init__(self, images: str) -> None:
        super().__init__(images=images)


class ImagesUnreachableError(LabError):
    """Images that a lab needs cannot be fetched."""

    code = "docker-images-unreachable"

    def __init__(self, images: str, reason: str) -> None:
        super().__init__(images=images, reason=reason)


class ComposeFailedError(LabError):
    """Compose gave up on the project."""

    code = "docker-compose-failed"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class EngineDiskFullError(LabError):
    """The engine has no room for what it was asked to write."""

    code = "docker-disk-full"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
