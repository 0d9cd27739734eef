"""A folder is checked with what its kustomizations read, manifests or not."""

from pathlib import Path

import pytest

from workbench.usecases.manifests import check_folder

KUSTOMIZATION = "configMapGenerator: [{name: settings, envs: [settings.env]}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kustomization.yaml").write_text(KUSTOMIZATION, "utf-8")
    (tmp_path / "settings.env").write_text("level=info\n", "utf-8")
    return tmp_path


def test_files_that_are_no_manifests_are_found_for_a_kustomization(folder: Path):
    assert check_folder(folder) == []
    (folder / "settings.env").unlink()
    (finding,) = check_folder(folder)
    assert (finding.code, finding.params) == (
        "kustomize-environment-missing",
        {"path": "settings.env"},
    )


def test_an_overlay_checked_alone_finds_its_base_beside_it(folder: Path):
    overlay = folder / "overlay"
    overlay.mkdir()
    (overlay / "kustomization.yaml").write_text("resources: [../]\n", "utf-8")
    assert check_folder(overlay) == []
    (folder / "settings.env").write_text("password=hunter2\n", "utf-8")
    (finding,) = check_folder(overlay)
    assert (finding.code, finding.file) == ("secret-in-plain", "../kustomization.yaml")
