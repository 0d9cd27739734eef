"""All that a lab needs before its first object is applied: a cluster, an image, a plan."""

import time
from collections.abc import Callable

from generators.blueprint import Blueprint
from labs.kubernetes.kubectl import cluster_of
from labs.kubernetes.options import KubernetesOptions
from labs.kubernetes.planning import plan_lab
from labs.kubernetes.providers import Chosen
from labs.kubernetes.versions import supported_version
from labs.runtime import Progress, State
from labs.supervising.directories import LabDirectory
from labs.supervising.owner import Owner


class Preparation:
    """Steps towards a lab in the chosen cluster, each told."""

    def __init__(
        self, chosen: Chosen, options: KubernetesOptions, on_progress: Callable[[Progress], None]
    ) -> None:
        self._chosen = chosen
        self._options = options
        self._on_progress = on_progress
        self._begin = time.monotonic()

    def bring(self) -> str:
        """Make a cluster where there is none, and bring the shop's image there; its name.

        Raises:
            LabError: the cluster cannot be made, or the image cannot be had there.
        """
        image = self._options.image or self._options.build(self._on_progress)
        if not self._chosen.exists:
            self._tell(self._chosen.context, State.BUILDING)
            self._chosen.provider.make()
        if not self._options.image:
            self._tell(image, State.FETCHING)
            self._chosen.provider.load(image)
        return image

    def plan(
        self, blueprint: Blueprint, directory: LabDirectory, image: str, owner: Owner | None
    ) -> None:
        """Write the plan of a lab, and tell which kinds the cluster has no place for.

        Raises:
            LabError: the cluster cannot be reached, or the shop cannot be launched so.
        """
        directory.create()
        with cluster_of(self._chosen.context) as cluster:
            supported_version(cluster)
            plan, left_out = plan_lab(
                blueprint, directory.lab, cluster, image, self._options, owner
            )
        for kind in left_out:
            self._tell(kind, State.LEFT_OUT)
        plan.write(directory)

    def _tell(self, what: str, state: State) -> None:
        self._on_progress(Progress(what, state, time.monotonic() - self._begin))
