"""From this machine's files to images that bear the official names."""

import io
import tempfile
from pathlib import Path

import docker
from docker.errors import ImageNotFound

from tests.live.docker.standins.root_files import archive, contents, fingerprint

BASE = "workbench-stand-in"
FILES = {
    "postgres:18": 'ENTRYPOINT ["postgres-entrypoint.sh"]\nCMD ["postgres"]\n'
    "ENV POSTGRES_USER=postgres POSTGRES_DB=postgres\nVOLUME /var/lib/postgresql\n",
    "valkey/valkey:9": 'ENTRYPOINT ["valkey-entrypoint.sh"]\nCMD ["valkey-server"]\n'
    "WORKDIR /data\n",
    "nats:2.12-alpine": 'ENTRYPOINT ["nats-entrypoint.sh"]\n',
    "envoyproxy/envoy:v1.40.0": 'CMD ["envoy", "-c", "/etc/envoy/envoy.yaml"]\n',
}
"""Official name -> what stands in its Dockerfile after the first line."""


def build_stand_ins(client: docker.DockerClient, python: str) -> None:
    """Make what this engine lacks of them; `python` is the name of the shop's base image."""
    files = contents()
    base = f"{BASE}:{fingerprint(files)}"
    if not _has(client, base):
        _import(client, base, files)
    for name, rest in {**FILES, python: ""}.items():
        text = f"FROM {base}\nENV LD_LIBRARY_PATH=/usr/local/lib\n{rest}"
        client.images.build(fileobj=io.BytesIO(text.encode()), tag=name, rm=True)


def _import(client: docker.DockerClient, tag: str, files: dict[str, Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "root.tar"
        archive(files, target)
        repository, _, version = tag.partition(":")
        client.api.import_image_from_file(str(target), repository=repository, tag=version)


def _has(client: docker.DockerClient, tag: str) -> bool:
    try:
        client.images.get(tag)
    except ImageNotFound:
        return False
    return True
