"""From this machine's files to images that bear the official names."""

import io
import tempfile
from pathlib import Path

import docker

from labs.docker.images import missing
from tests.live.docker.standins.root_files import archive, contents, fingerprint

BASE = "workbench-stand-in"
FILES = {
    "postgres:18": 'ENTRYPOINT ["postgres-entrypoint.sh"]\nCMD ["postgres"]\n'
    "ENV POSTGRES_USER=postgres POSTGRES_DB=postgres\nVOLUME /var/lib/postgresql\n",
    "valkey/valkey:9": 'ENTRYPOINT ["valkey-entrypoint.sh"]\nCMD ["valkey-server"]\n'
    "WORKDIR /data\n",
    "nats:2.12-alpine": 'ENTRYPOINT ["nats-entrypoint.sh"]\n',
    "mongo:8": "VOLUME /data/db\n",
    "elasticsearch:9.2.0": 'ENTRYPOINT ["elasticsearch-entrypoint.sh"]\n',
    "envoyproxy/envoy:v1.40.0": 'CMD ["envoy", "-c", "/etc/envoy/envoy.yaml"]\n',
}
"""Official name -> what stands in its Dockerfile after the first line."""


def build_stand_ins(client: docker.DockerClient, python: str) -> list[str]:
    """Make those that this engine lacks, and say which; `python` is the shop's base image."""
    files = contents()
    base = f"{BASE}:{fingerprint(files)}"
    lacking = missing(client, [*FILES, python])
    if lacking and missing(client, [base]):
        _import(client, base, files)
    for name in lacking:
        text = f"FROM {base}\nENV LD_LIBRARY_PATH=/usr/local/lib\n{FILES.get(name, '')}"
        client.images.build(fileobj=io.BytesIO(text.encode()), tag=name, rm=True)
    return lacking


def _import(client: docker.DockerClient, tag: str, files: dict[str, Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "root.tar"
        archive(files, target)
        repository, _, version = tag.partition(":")
        client.api.import_image_from_file(str(target), repository=repository, tag=version)
