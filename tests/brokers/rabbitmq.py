"""A RabbitMQ as Debian packages it, as a server of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labs.supervising.ports import LOOPBACK, is_free
from labs.supervising.processes import Command, spawn

_PACKAGED = Path("/usr/lib/rabbitmq/lib")
_LOOPBACK_ONLY = "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1"


def program() -> Path | None:
    """The server's program; none where the package is not installed."""
    return next(_PACKAGED.glob("rabbitmq_server-*/sbin/rabbitmq-server"), None)


@dataclass(frozen=True)
class RabbitMqServer:
    port: int
    names_port: int
    """Where its nodes' names are told."""
    nodes_port: int
    directory: Path
    name: str = "rabbitmq"

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@{LOOPBACK}:{self.port}/"

    @property
    def log(self) -> Path:
        return self.directory.with_suffix(".log")

    async def prepare(self) -> None:
        """Have names told by a child of ours: the server would leave a daemon behind."""
        self.directory.mkdir()
        (self.directory / "plugins").write_text("[].")
        (self.directory / "rabbitmq.conf").write_text(f"listeners.tcp.1 = {LOOPBACK}:{self.port}\n")
        spawn(Command(["epmd", "-address", LOOPBACK], self.log, environment=self._names))

    def command(self) -> Command:
        here = str(self.directory)
        environment = {
            "HOME": here,
            "RABBITMQ_NODENAME": f"shop-{self.port}@localhost",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.nodes_port),
            "RABBITMQ_MNESIA_BASE": f"{here}/data",
            "RABBITMQ_LOG_BASE": here,
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{here}/plugins",
            "RABBITMQ_PID_FILE": f"{here}/pid",
            "RABBITMQ_CONFIG_FILE": f"{here}/rabbitmq.conf",
            "RABBITMQ_CONF_ENV_FILE": f"{here}/none",
            # the server itself is our child then, and no script that waits for it
            "RUNNING_UNDER_SYSTEMD": "true",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _LOOPBACK_ONLY,
        }
        return Command([str(program())], self.log, environment=environment | self._names)

    async def refusal(self) -> str | None:
        """Ready when it listens, which it does last."""
        return "nobody listens" if is_free(self.port) else None

    async def furnish(self) -> None:
        """Streams are made by whoever publishes."""

    @property
    def _names(self) -> Mapping[str, str]:
        return {"ERL_EPMD_PORT": str(self.names_port), "ERL_EPMD_ADDRESS": LOOPBACK}
