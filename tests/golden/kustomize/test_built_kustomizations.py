"""Kustomizations come out as kustomize 5.5 builds them: `kubectl kustomize FOLDER/overlay`."""

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from generators.checker.kustomizing import build, plain

HERE = Path(__file__).parent
BUILT = "built.yaml"


def by_identity(objects: Iterable[dict]) -> dict[tuple[str, str], dict]:
    return {(each["kind"], each["metadata"]["name"]): each for each in objects}


@pytest.mark.parametrize("folder", ["shop", "lists"])
def test_every_object_is_what_kustomize_makes_of_it(folder):
    root = HERE / folder
    files = {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in root.rglob("*")
        if path.is_file()
    }
    expected = by_identity(yaml.safe_load_all(files.pop(BUILT)))
    built = build(files, "overlay")
    assert built.findings == ()
    assert by_identity(plain(each) for each in built.objects) == expected
