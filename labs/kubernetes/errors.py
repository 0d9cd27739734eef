"""What can go wrong between us and a cluster."""

from labs.kubernetes.status import Refusal
from labs.runtime import LabError


class ToolMissingError(LabError):
    """A program that we start is not on the path."""

    code = "kubernetes-tool-missing"

    def __init__(self, tool: str) -> None:
        super().__init__(tool=tool)


class ToolFailedError(LabError):
    """A program that we start did not do its work."""

    code = "kubernetes-tool-failed"

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(command=command, reason=reason)


class NoContextError(LabError):
    """The configuration of kubectl names no cluster to talk to."""

    code = "kubernetes-no-context"

    def __init__(self) -> None:
        super().__init__()


class UnknownContextError(LabError):
    """The configuration of kubectl has no such context."""

    code = "kubernetes-unknown-context"

    def __init__(self, context: str, known: str) -> None:
        super().__init__(context=context, known=known)


class UnreachableError(LabError):
    """The API server gives no answer."""

    code = "kubernetes-unreachable"

    def __init__(self, context: str, reason: str) -> None:
        super().__init__(context=context, reason=reason)


class UnauthorizedError(LabError):
    """The API server does not know who we are."""

    code = "kubernetes-unauthorized"

    def __init__(self, context: str, reason: str) -> None:
        super().__init__(context=context, reason=reason)


class ForbiddenError(LabError):
    """The API server knows who we are, and does not let us."""

    code = "kubernetes-forbidden"

    def __init__(self, context: str, reason: str, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(context=context, reason=reason)


class RefusedError(LabError):
    """The API server does not want an object as it is."""

    code = "kubernetes-refused"

    def __init__(self, what: str, reason: str, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(what=what, reason=reason)


class TooOldError(LabError):
    """The cluster is older than what the manifests use."""

    code = "kubernetes-too-old"

    def __init__(self, context: str, version: str, oldest: str) -> None:
        super().__init__(context=context, version=version, oldest=oldest)


class NoLocalClusterError(LabError):
    """There is no cluster of this machine, and nothing to make one with."""

    code = "kubernetes-no-local-cluster"

    def __init__(self, current: str, variable: str) -> None:
        super().__init__(current=current, variable=variable)


class CannotLoadError(LabError):
    """The shop's image is on this machine, and there is no known way of bringing it there."""

    code = "kubernetes-cannot-load"

    def __init__(self, context: str, image: str) -> None:
        super().__init__(context=context, image=image)


class NotOursError(LabError):
    """A namespace has the name of a lab's, and somebody else made it."""

    code = "kubernetes-not-ours"

    def __init__(self, context: str, namespace: str) -> None:
        super().__init__(context=context, namespace=namespace)


class StillGoingError(LabError):
    """The namespace of an earlier lab does not come to its end."""

    code = "kubernetes-still-going"

    def __init__(self, namespace: str, waited_s: float) -> None:
        super().__init__(namespace=namespace, waited_s=round(waited_s))


class ImageNotPulledError(LabError):
    """A node cannot get the image of a part."""

    code = "kubernetes-image-not-pulled"

    def __init__(self, part: str, image: str, reason: str) -> None:
        super().__init__(part=part, image=image, reason=reason)


class NoRoomError(LabError):
    """No node has room for a part."""

    code = "kubernetes-no-room"

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(part=part, reason=reason)


class NotCreatedError(LabError):
    """The cluster does not let a part's pods come into being: quota, policy."""

    code = "kubernetes-not-created"

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(part=part, reason=reason)


class OutOfMemoryError(LabError):
    """A part needs more memory than its container may take."""

    code = "kubernetes-out-of-memory"

    def __init__(self, part: str, limit: str) -> None:
        super().__init__(part=part, limit=limit)


class BadSettingError(LabError):
    """A part cannot be run as its manifest says."""

    code = "kubernetes-bad-setting"

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(part=part, reason=reason)


class NoForwardError(LabError):
    """A port of a part cannot be brought here."""

    code = "kubernetes-no-forward"

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(part=part, reason=reason)


class NotEnforcedError(LabError):
    """The cluster's network asks no policy, so no part of a lab can be cut off from others."""

    code = "kubernetes-not-enforced"

    def __init__(self, part: str, context: str) -> None:
        super().__init__(part=part, context=context)


class NoResizeError(LabError):
    """The cluster changes nothing about what a running container may take."""

    code = "kubernetes-no-resize"

    def __init__(self, context: str) -> None:
        super().__init__(context=context)


class PodGoneError(LabError):
    """A part has no pod at this moment: one is being made."""

    code = "kubernetes-pod-gone"

    def __init__(self, part: str) -> None:
        super().__init__(part=part)


class NoImageError(LabError):
    """Nobody named an image of the shop, and nothing here builds it."""

    code = "kubernetes-no-image"

    def __init__(self, variable: str) -> None:
        super().__init__(variable=variable)
