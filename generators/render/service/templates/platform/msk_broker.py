"""Kafka at Amazon (MSK): a service signs in as its pod, whose role says what it may do.

Credentials come from where every AWS client looks for them. What is signed with them counts for a
quarter of an hour, and the client asks for the next in time.
"""

from urllib.parse import urlsplit

from aws_msk_iam_sasl_signer import MSKAuthTokenProvider

from .kafka_broker import KafkaBroker
from .topics import Topics


class MskBroker(KafkaBroker):
    """Fulfils `Broker`. An address that is not `kafka+iam` leads to any other Kafka."""

    def __init__(self, url: str, topics: Topics) -> None:
        super().__init__(url, topics)
        if urlsplit(url).scheme == "kafka+iam":
            region = _region(url)
            self._settings |= {
                "security.protocol": "sasl_ssl",
                "sasl.mechanism": "OAUTHBEARER",
                "oauth_cb": lambda _: _token(region),
            }


def _region(url: str) -> str:
    """A broker's name says where it stands: `b-1.shop.a1b2c3.c2.kafka.eu-west-1.amazonaws.com`."""
    return urlsplit(url).netloc.partition(".amazonaws.")[0].rpartition(".")[2]


def _token(region: str) -> tuple[str, float]:
    """Proof of who the pod is, and until when it counts: in seconds, as the client wants it."""
    token, until_ms = MSKAuthTokenProvider.generate_auth_token(region)
    return token, until_ms / 1000
