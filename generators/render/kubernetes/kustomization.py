"""Kustomizations: what a folder of manifests is built from."""

from collections.abc import Iterable, Mapping

from generators.render.kubernetes.view import Json
from generators.render.reasons import because
from generators.render.yaml_text import yaml_documents, yaml_text

_FILE = "kustomization.yaml"


def kustomization(resources: Iterable[str], **fields: object) -> Json:
    """A kustomization of files and folders; fields without a value are left out."""
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        **{key: value for key in ("namespace",) if (value := fields.pop(key, None))},
        "resources": list(resources),
        **{key: value for key, value in fields.items() if value},
    }


def overlay(folder: str, document: Json, files: Mapping[str, str] | None = None) -> dict[str, str]:
    """A folder with its kustomization, and the files that belong to it alone."""
    own = {f"{folder}/{name}": text for name, text in (files or {}).items()}
    return own | {f"{folder}/{_FILE}": yaml_text(document)}


def base(folder: str, objects: Mapping[str, Iterable[Json]], **fields: object) -> dict[str, str]:
    """A folder of manifests, a file per concern, and its kustomization."""
    texts = manifests(objects)
    files = {f"{folder}/{name}": text for name, text in texts.items()}
    return files | overlay(folder, because(kustomization(texts, **fields), "base-folder"))


def manifests(objects: Mapping[str, Iterable[Json]]) -> dict[str, str]:
    """The texts of files by their names; a file of no objects is left out."""
    texts = {name: yaml_documents(found) for name, found in objects.items()}
    return {name: text for name, text in texts.items() if text}


def deleted(api: str, kind: str, name: str) -> Json:
    """A patch that takes an object of the base out."""
    document = {"apiVersion": api, "kind": kind, "metadata": {"name": name}, "$patch": "delete"}
    return {"patch": yaml_text(document)}
