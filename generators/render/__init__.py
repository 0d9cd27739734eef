"""From a blueprint to files: rendered here, written by `generators.writing` and nobody else."""

from collections.abc import Callable, Collection, Mapping

from decomposer.documents.allocation import collector_at_rest
from generators.blueprint import Blueprint
from generators.errors import GenerateError
from generators.render.reasons import Reason, Why, commented, plain, reasons_in

Renderer = Callable[[Blueprint], dict[str, str]]


def _services(bp: Blueprint) -> dict[str, str]:
    from generators.render.service import service_files

    return service_files(bp)


def _compose(bp: Blueprint) -> dict[str, str]:
    from generators.render.compose import compose_files

    return compose_files(bp)


def _gateway(bp: Blueprint) -> dict[str, str]:
    from generators.render.envoy.compose import gateway_files

    return gateway_files(bp)


def _kubernetes(bp: Blueprint) -> dict[str, str]:
    from generators.render.kubernetes import kubernetes_files

    return kubernetes_files(bp)


def _mesh(bp: Blueprint) -> dict[str, str]:
    from generators.render.istio import istio_files

    return istio_files(bp)


def _observability(bp: Blueprint) -> dict[str, str]:
    from generators.render.observability import observability_files

    return observability_files(bp)


def _delivery(bp: Blueprint) -> dict[str, str]:
    from generators.render.delivery import delivery_files

    return delivery_files(bp)


def _contracts(bp: Blueprint) -> dict[str, str]:
    from generators.render.contracts import contracts_files

    return contracts_files(bp)


def _infrastructure(bp: Blueprint) -> dict[str, str]:
    from generators.render.infrastructure import infrastructure_files

    return infrastructure_files(bp)


def _cost(bp: Blueprint) -> dict[str, str]:
    from generators.render.cost import cost_files

    return cost_files(bp)


def _diagram(bp: Blueprint) -> dict[str, str]:
    from generators.render.diagram import diagram_files

    return diagram_files(bp)


RENDERERS: Mapping[str, Renderer] = {
    "services": _services,
    "compose": _compose,
    "gateway": _gateway,
    "kubernetes": _kubernetes,
    "mesh": _mesh,
    "observability": _observability,
    "delivery": _delivery,
    "contracts": _contracts,
    "infrastructure": _infrastructure,
    "cost": _cost,
    "diagram": _diagram,
}
"""By kind. Each is imported when it is used: one kind does not wait for another's libraries."""

KINDS = tuple(RENDERERS)


class UnknownKindError(GenerateError):
    """There is no such kind of files."""

    def __init__(self, kind: str) -> None:
        super().__init__("unknown-kind", kind=kind, known=", ".join(KINDS))


def render(
    bp: Blueprint, only: Collection[str] | None = None, why: Why | None = None
) -> dict[str, str]:
    """The files of a blueprint, of every kind or of some: path to text, sorted by path.

    A kind whose section the blueprint does not have yet has no files. With `why` comments say which
    choice made each block, and the reason for it; JSON has none, there `reasons` answers.

    Raises:
        UnknownKindError: `only` names a kind that does not exist.
    """
    files = _marked(bp, only)
    if why is None:
        return {path: plain(text) for path, text in files.items()}
    return {
        path: plain(text) if path.endswith(".json") else commented(text, why)
        for path, text in files.items()
    }


def reasons(bp: Blueprint, only: Collection[str] | None = None) -> dict[str, tuple[Reason, ...]]:
    """Why lines stand in the files, by path; the lines are those of files without comments.

    Raises:
        UnknownKindError: `only` names a kind that does not exist.
    """
    found = {path: reasons_in(text) for path, text in _marked(bp, only).items()}
    return {path: known for path, known in found.items() if known}


def _marked(bp: Blueprint, only: Collection[str] | None) -> dict[str, str]:
    for kind in only or ():
        if kind not in RENDERERS:
            raise UnknownKindError(kind)
    chosen = [renderer for kind, renderer in RENDERERS.items() if only is None or kind in only]
    with collector_at_rest():
        files = {path: text for renderer in chosen for path, text in renderer(bp).items()}
    return dict(sorted(files.items()))
