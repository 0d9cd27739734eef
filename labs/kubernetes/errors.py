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
