"""What one service sends and receives: its topics in AsyncAPI 3."""

import json
from typing import Any

from generators.blueprint.events import Broker, Events, Topic
from generators.render.reasons import because
from generators.render.topology import BROKER_PORTS

Json = dict[str, Any]

_PROTOCOLS: dict[Broker, str] = {
    "nats": "nats",
    "kafka": "kafka",
    "rabbitmq": "amqp",
    "sns-sqs": "sns",
}
_ENVELOPE = "Envelope"


def asyncapi(known: Json, events: Events, info: Json, service: str) -> Json | None:
    """The document of a service; none where it neither sends nor receives.

    An event that the shop does not know has a name and no schema yet.
    """
    own = {
        name: topic
        for name, topic in events.topics.items()
        if service in (*topic.producers, *topic.consumers)
    }
    if not own:
        return None
    messages = sorted({message for topic in own.values() for message in topic.messages})
    host = f"{events.broker}:{BROKER_PORTS[events.broker]}"
    document = {
        "asyncapi": "3.1.0",
        "info": info,
        "defaultContentType": "application/json",
        "servers": {
            "broker": because(
                {"host": host, "protocol": _PROTOCOLS[events.broker]},
                "broker",
                "events.broker",
                broker=events.broker,
            )
        },
        "channels": {name: _channel(name, topic) for name, topic in own.items()},
        "operations": dict(_operations(own, service)),
        "components": {
            "messages": {name: _message(known, name) for name in messages},
            "schemas": _schemas(known, messages),
        },
    }
    return because(document, "promised-events", *(f"events.topics.{name}" for name in own))


def _channel(name: str, topic: Topic) -> Json:
    messages = {each: {"$ref": f"#/components/messages/{each}"} for each in topic.messages}
    order = f"Ordered by {topic.key}" if topic.key else "Not ordered"
    spread = f"{order}; partitions: {topic.partitions}."
    channel = {"address": name, "description": spread, "messages": messages}
    if not topic.key:
        return because(channel, "unordered-topic", f"events.topics.{name}")
    return because(channel, "ordered-topic", f"events.topics.{name}", key=topic.key)


def _operations(topics: dict[str, Topic], service: str) -> list[tuple[str, Json]]:
    found: list[tuple[str, Json]] = []
    for name, topic in topics.items():
        channel = {"$ref": f"#/channels/{name}"}
        if service in topic.producers:
            readers = _named("Read by", topic.consumers)
            found.append((f"send-{name}", {"action": "send", **readers, "channel": channel}))
        if service in topic.consumers:
            writers = _named("Sent by", topic.producers)
            found.append((f"receive-{name}", {"action": "receive", **writers, "channel": channel}))
    return found


def _named(role: str, services: tuple[str, ...]) -> Json:
    return {"description": f"{role} {', '.join(services) or 'nobody yet'}."}


def _message(known: Json, name: str) -> Json:
    about = known["events"].get(name)
    if about is None:
        return {"name": name}
    payload = {
        "allOf": [
            {"$ref": f"#/components/schemas/{_ENVELOPE}"},
            {
                "type": "object",
                "properties": {
                    "event": {"const": name},
                    "version": {"const": about["version"]},
                    "data": {"$ref": f"#/components/schemas/{name}"},
                },
            },
        ]
    }
    return {"name": name, "summary": about["about"], "payload": payload}


def _schemas(known: Json, messages: list[str]) -> Json:
    """The envelope and every event, each with what it refers to beside it."""
    described = {
        each: known["events"][each]["schema"] for each in messages if each in known["events"]
    }
    if not described:
        return {}
    schemas: Json = {}
    for schema in (known["envelope"], *described.values()):
        moved = json.loads(json.dumps(schema).replace("#/$defs/", "#/components/schemas/"))
        schemas |= moved.get("$defs", {})
    return dict(sorted(schemas.items()))
