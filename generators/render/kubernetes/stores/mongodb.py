"""MongoDB as a replica set of one: a server alone has no transactions.

Source: the image's `docker-entrypoint.sh`, which makes the user on a server without key and set.
"""

from collections.abc import Mapping
from pathlib import Path

from generators.blueprint import Blueprint
from generators.render.compose.backing import STORES
from generators.render.kubernetes.stores.server import LISTENS, USER, Mounted, Server, command

_FILES = Path(__file__).parent / "files" / "mongodb"


def _scripts(_: Blueprint) -> Mapping[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(_FILES.iterdir())}


MONGODB = Server(
    image=str(STORES["mongodb"]["image"]),
    mount="/data/db",
    credential="MONGO_INITDB_ROOT_PASSWORD",
    # the shell takes a second of CPU: too dear to be asked all the time
    first_probe=command(
        "mongosh", "--quiet", "--host", "127.0.0.1", "admin", "/scripts/primary.js"
    ),
    probe=LISTENS,
    # its shell keeps a history at home
    environment={"MONGO_INITDB_ROOT_USERNAME": USER, "HOME": "/tmp"},  # noqa: S108
    arguments=("sh", "/scripts/start.sh"),
    mounted=(Mounted("scripts", "/scripts", _scripts),),
    scratch=("/data/configdb",),
    pod_name="mongodb-0.mongodb",
    memory_mi=1024,
)
