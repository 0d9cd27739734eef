"""A strategic merge: a fragment of an object laid over the object.

Source: `patchMergeKey` of the Kubernetes API types. Kinds of other groups have none: their lists
are replaced.
"""

from generators.checker.kustomizing.editing import filled
from generators.checker.located import Value

_DIRECTIVE = "$patch"
_KEYS = {
    "containers": ("name",),
    "initContainers": ("name",),
    "ephemeralContainers": ("name",),
    "volumes": ("name",),
    "env": ("name",),
    "claims": ("name",),
    "resourceClaims": ("name",),
    "imagePullSecrets": ("name",),
    "secrets": ("name",),
    "volumeMounts": ("mountPath",),
    "volumeDevices": ("devicePath",),
    "hostAliases": ("ip",),
    "topologySpreadConstraints": ("topologyKey",),
    "ports": ("containerPort", "port"),
    "ownerReferences": ("uid",),
    "webhooks": ("name",),
}
"""Lists whose items are known by a key, under the name of their field."""
_BUILT_IN = frozenset({"", "apps", "batch", "policy", "autoscaling", "extensions"})


def merged(old: Value, patch: Value, group: str) -> Value | None:
    """An object with a patch over it; none where the patch deletes it."""
    return _merge(old, patch, by_key=group in _BUILT_IN or group.endswith(".k8s.io"), field="")


def _merge(old: Value, patch: Value, *, by_key: bool, field: str) -> Value | None:
    if patch.get(_DIRECTIVE).text() == "delete":
        return None
    if isinstance(patch.content, dict):
        return _mapping(old, patch, by_key=by_key)
    if isinstance(patch.content, list):
        key = _key(field, patch) if by_key and isinstance(old.content, list) else ""
        if key:
            return filled(old, _items(old.items(), patch.items(), key))
        return filled(patch, [each for each in patch.items() if not each.get(_DIRECTIVE)])
    return patch


def _mapping(old: Value, patch: Value, *, by_key: bool) -> Value:
    if not isinstance(old.content, dict):
        return filled(patch, _entries(Value({}, patch.place), patch, by_key=by_key))
    if patch.get(_DIRECTIVE).text() == "replace":
        return filled(old, _without_directives(patch))
    return filled(old, _entries(old, patch, by_key=by_key))


def _entries(old: Value, patch: Value, *, by_key: bool) -> dict[str, Value]:
    entries = dict(old.entries())
    for name, over in patch.entries():
        if name.startswith("$"):
            continue
        under = entries.get(name) or Value(None, over.place, present=False)
        new = None if over.content is None else _merge(under, over, by_key=by_key, field=name)
        if new is None:
            entries.pop(name, None)
        else:
            entries[name] = new
    return entries


def _key(field: str, patch: Value) -> str:
    """The key that this list's items are known by; empty where the whole list is one value."""
    for key in _KEYS.get(field, ()):
        if any(item.get(key) for item in patch.items()):
            return key
    return ""


def _items(old: list[Value], patch: list[Value], key: str) -> list[Value]:
    """The patch's items in its order, then those it does not speak of: as kustomize has them."""
    if any(item.get(_DIRECTIVE).text() == "replace" for item in patch):
        return [item for item in patch if not item.get(_DIRECTIVE)]
    left = {_known_as(item, key): item for item in old}
    items = []
    for over in patch:
        under = left.pop(_known_as(over, key), Value(None, over.place, present=False))
        items.append(_merge(under, over, by_key=True, field=""))
    return [*(item for item in items if item is not None), *left.values()]


def _known_as(item: Value, key: str) -> tuple[str, str]:
    """What tells an item from its neighbours; one port may be open twice, by two protocols."""
    protocol = item.get("protocol").text("TCP") if key in _KEYS["ports"] else ""
    return item.get(key).text(), protocol


def _without_directives(patch: Value) -> dict[str, Value]:
    return {name: value for name, value in patch.entries() if not name.startswith("$")}
