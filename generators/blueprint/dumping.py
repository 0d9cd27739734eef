"""A blueprint as YAML: sections in the document's order, short lists on one line."""

from typing import Any

import yaml

from generators.blueprint.document import Blueprint

SECTIONS = {
    "services": "What is deployed together, by whom, and how it scales.",
    "communication": "Who calls whom, and what bounds each call.",
    "gateway": "The one door: routes, limits, identity, access.",
    "events": "What is published, by whom, for whom.",
    "transactions": "How a checkout stays consistent.",
    "deployment": "How it runs on a cluster.",
    "mesh": "Identity, encryption and traffic policy between services.",
    "objectives": "What it is all for, in figures.",
}
"""What each section is for, in the order of the document."""


class _Dumper(yaml.SafeDumper):
    """Writes lists of plain values on one line, and no aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        """Indent the items of a list under its key."""
        super().increase_indent(flow, indentless=False)


def _sequence(dumper: _Dumper, items: list[Any]) -> yaml.Node:
    plain = not any(isinstance(item, dict | list) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=plain)


_Dumper.add_representer(list, _sequence)


def dump_blueprint(bp: Blueprint) -> str:
    """The document; what was left to a default stays out, so that reading it back is the same."""
    data = bp.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    head = _yaml({"format_version": bp.format_version, "name": bp.name})
    sections = (
        f"# {why}\n{_yaml({name: data[name]})}" for name, why in SECTIONS.items() if name in data
    )
    return "\n".join((head, *sections))


def _yaml(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
