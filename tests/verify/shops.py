"""The blueprints' files, written where tools can read them."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from generators.checker.kustomizing import build, plain
from generators.render import render
from generators.render.kubernetes.view import environments
from tests.verify.blueprints import blueprints
from tests.verify.tool import Shop


def shops(folder: Path) -> Iterator[Shop]:
    """Each blueprint's files, below `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, bp in blueprints().items():
        texts = render(bp)
        shop = Shop(name, folder / name / "files", folder / name / "built")
        _written(shop.files, texts)
        _written(shop.built, dict(_built(texts, environments(bp))))
        yield shop


def _built(texts: dict[str, str], names: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for kind in ("kubernetes", "mesh"):
        for name in names:
            if f"{kind}/overlays/{name}/kustomization.yaml" in texts:
                objects = build(texts, f"{kind}/overlays/{name}").objects
                yield f"{kind}-{name}.yaml", yaml.safe_dump_all(map(plain, objects))


def _written(folder: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
