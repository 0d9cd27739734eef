"""The history of real repositories, made for each test, as evidence."""

import os
import subprocess
from pathlib import Path

import pytest

from content.messages import Language, messages
from decomposer.documents import DocumentError
from decomposer.importers.history import SWEEPING, Commit
from workbench.usecases.history import commits_of, is_shallow
from workbench.usecases.imports import ImportOptions, import_graph


class Repository:
    """A repository with commits by whoever."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *command: str, author: str = "ann") -> None:
        who = {
            f"GIT_{role}_{part}": value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in (("NAME", author), ("EMAIL", f"{author}@example.org"))
        }
        nobodys = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(
            ["git", *command],
            cwd=self.folder,
            env={**os.environ, **who, **nobodys},
            check=True,
            capture_output=True,
        )

    def commit(self, *files: str, author: str = "ann") -> None:
        for name in files:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text() if path.exists() else f"{name}\n" * 20
            path.write_text(f"{before}line\n")
        self.record(author=author)

    def record(self, *, author: str = "ann") -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "change", author=author)

    def history(self) -> list[Commit]:
        return list(commits_of(self.folder, lambda _done, _of: None))


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "shop")


def imported(folder, out, **options):
    words = messages(Language.EN)
    return import_graph("git", (folder,), out, words, ImportOptions(**options), force=False)


def test_commits_are_told_latest_first_with_author_and_files(repository):
    repository.commit("src/sales/a.py")
    repository.commit("src/sales/a.py", "src/stock/имя файла.py", author="bob")
    assert repository.history() == [
        Commit("bob@example.org", ("src/sales/a.py", "src/stock/имя файла.py")),
        Commit("ann@example.org", ("src/sales/a.py",)),
    ]


def test_what_a_file_did_under_its_old_names_counts_for_where_it_is_now(repository):
    repository.commit("old/a.py", "other/b.py")
    repository.git("mv", "old", "between")
    repository.record()
    repository.git("mv", "between", "new")
    repository.record()
    assert [commit.files for commit in repository.history()] == [
        ("new/a.py",),
        ("new/a.py",),
        ("new/a.py", "other/b.py"),
    ]


def test_a_new_file_under_an_old_name_is_another_file(repository):
    repository.commit("old/a.py")
    repository.git("mv", "old/a.py", "new.py")
    repository.record()
    repository.commit("old/a.py")
    assert [commit.files for commit in repository.history()] == [
        ("old/a.py",),
        ("new.py",),
        ("new.py",),
    ]


def test_a_merge_couples_nothing_but_the_commits_it_brings_count(repository):
    repository.commit("base.py")
    repository.git("switch", "--quiet", "--create", "side")
    repository.commit("sales/a.py")
    repository.git("switch", "--quiet", "main")
    repository.commit("stock/b.py")
    repository.git("merge", "--quiet", "--no-edit", "side")
    found = sorted(commit.files for commit in repository.history())
    assert found == [("base.py",), ("sales/a.py",), ("stock/b.py",)]


def test_only_what_touches_the_folder_is_read(repository):
    repository.commit("src/a.py")
    repository.commit("docs/b.md")
    found = list(commits_of(repository.folder / "src", lambda _done, _of: None))
    assert [commit.files for commit in found] == [("src/a.py",)]


def test_a_shallow_clone_is_read_and_said_to_be_one(repository, tmp_path):
    for _ in range(3):
        repository.commit("src/sales/a.py", "src/stock/b.py")
    origin = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--depth=2", origin, str(tmp_path / "copy"))
    assert is_shallow(tmp_path / "copy")
    assert not is_shallow(repository.folder)
    found = imported(tmp_path / "copy", tmp_path / "graph.yaml")
    assert any("shallow" in gap for gap in found.gaps)


def test_sweeping_commits_are_left_out_and_authors_go_without_names(repository, tmp_path):
    repository.commit(*(f"src/sales/{i}.py" for i in range(SWEEPING + 1)), author="sweeper")
    repository.commit("src/sales/1.py", "src/stock/b.py")
    out = tmp_path / "graph.yaml"
    found = imported(repository.folder, out)
    assert any(f"more than {SWEEPING} files" in gap for gap in found.gaps)
    assert "author-1" in out.read_text()
    assert "ann" not in out.read_text()
    assert found.edges == 1
    named = imported(repository.folder, tmp_path / "named.yaml", named=True)
    assert named.edges == 1
    assert "team: ann" in (tmp_path / "named.yaml").read_text()


@pytest.mark.parametrize("prepare", ["nothing", "folder", "empty"])
def test_no_repository_and_one_without_commits_are_told_plainly(tmp_path, prepare):
    folder = tmp_path / "shop"
    if prepare == "empty":
        Repository(folder)
    elif prepare == "folder":
        folder.mkdir()
    with pytest.raises(DocumentError) as caught:
        list(commits_of(folder, lambda _done, _of: None))
    assert [problem.code for problem in caught.value.problems] == ["not-a-repository"]


def test_a_ctrl_c_ends_git_and_writes_nothing(repository, tmp_path, monkeypatch):
    for _ in range(4):
        repository.commit("src/sales/a.py", "src/stock/b.py")
    seen, started = [], []

    class Watched(subprocess.Popen):
        def __init__(self, *command: object, **options: object) -> None:
            super().__init__(*command, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)

    def interrupted(done, of):
        seen.append((done, of))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imported(repository.folder, tmp_path / "graph.yaml", advanced=interrupted)
    assert seen == [(1, 4), (2, 4)]
    assert not (tmp_path / "graph.yaml").exists()
    assert started
    assert all(process.returncode is not None for process in started)


def test_a_machine_without_git_is_told_so(repository, monkeypatch):
    repository.commit("a.py")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentError) as caught:
        repository.history()
    assert [problem.code for problem in caught.value.problems] == ["git-missing"]
