"""All that a lab needs before its first object is applied: a cluster, an image, a plan."""

import time
from collections.abc import Callable

from generators.blueprint import Blueprint
from labs.kubernetes.kubectl import cluster_of
from labs.kubernetes.options import KubernetesOptions
from labs.kubernetes.planning import plan_lab
from labs.kubernetes.providers import Chosen
from labs.kubernetes.versions import supported_version
from labs.local.directories import LabDirectory
from labs.local.plan import Owner
from labs.runtime import Progress, State


def prepare(
    blueprint: Blueprint,
    directory: LabDirectory,
    chosen: Chosen,
    options: KubernetesOptions,
    owner: Owner | None,
    on_progress: Callable[[Progress], None],
) -> None:
    """Make a cluster where there is none, bring the shop's image there, plan the lab.

    Raises:
        LabError: the cluster cannot be made or reached, or the image cannot be had there.
    """
    begin = time.monotonic()

    def tell(what: str, state: State) -> None:
        on_progress(Progress(what, state, time.monotonic() - begin))

    image = options.image or options.build(on_progress)
    if not chosen.exists:
        tell(chosen.context, State.BUILDING)
        chosen.provider.make()
    if not options.image:
        tell(image, State.FETCHING)
        chosen.provider.load(image)
    directory.create()
    with cluster_of(chosen.context) as cluster:
        supported_version(cluster)
        plan, left_out = plan_lab(blueprint, directory.lab, cluster, image, options, owner)
    for kind in left_out:
        tell(kind, State.LEFT_OUT)
    plan.write(directory)
