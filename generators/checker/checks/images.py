"""Images of containers."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.pods import all_containers


def unpinned(cluster: Cluster) -> Iterator[ManifestFinding]:
    """The same manifest means the same image tomorrow: a tag other than `latest`, or a digest."""
    for workload in cluster.makers():
        for container in all_containers(workload):
            image = container.get("image")
            if image and moves(image.text()):
                yield workload.finding("image-not-pinned", image, image=image.text())


def moves(image: str) -> bool:
    """Whether an image's name means another image after the next push."""
    tag = image.rpartition("/")[2].partition(":")[2]
    return "@" not in image and tag in {"", "latest"}


CHECKS = (unpinned,)
