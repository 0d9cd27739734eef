"""What is sent to the engine to build the shop's image of."""

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import labs.commerce
from labs.docker.image import requirements

DOCKERFILE = Path(__file__).with_name("Dockerfile")
_NEVER_SHIPPED = {"__pycache__", ".pyc"}


@dataclass(frozen=True, slots=True)
class BuildContext:
    """Files by their path in the context, and a name that changes with them."""

    texts: dict[str, str]
    files: dict[str, Path]

    @property
    def fingerprint(self) -> str:
        """Of all that goes into the image; installed packages count by their pinned versions."""
        told = sha256()
        for name, text in sorted(self.texts.items()):
            told.update(f"{name}\n{text}".encode())
        for name, path in sorted(self.files.items()):
            told.update(name.encode())
            if not name.startswith("packages/"):
                told.update(path.read_bytes())
        return told.hexdigest()[:12]

    def archive(self) -> io.BytesIO:
        """The context as the engine takes it, owned by nobody here.

        Files keep their times: what Python compiled here is then valid there, too.
        """
        target = io.BytesIO()
        with tarfile.open(fileobj=target, mode="w") as tar:
            for name, text in sorted(self.texts.items()):
                _add(tar, name, text.encode())
            for name, path in sorted(self.files.items()):
                _add(tar, name, path.read_bytes(), int(path.stat().st_mtime))
        target.seek(0)
        return target


def build_context() -> BuildContext:
    """The shop, the versions of what it needs, and these themselves where they fit an image."""
    needed = requirements.installed()
    texts = {
        "Dockerfile": DOCKERFILE.read_text(encoding="utf-8"),
        "requirements.txt": requirements.pinned(needed),
        "packages/README": "Python packages that the shop needs\n",
    }
    files = dict(_shop())
    if requirements.fit_an_image():
        files |= {f"packages/{name}": path for name, path in requirements.files(needed)}
    return BuildContext(texts, files)


def _shop() -> Iterator[tuple[str, Path]]:
    root = Path(labs.commerce.__path__[0])
    for path in root.rglob("*"):
        if path.is_file() and _NEVER_SHIPPED.isdisjoint({path.parent.name, path.suffix}):
            yield f"labs/commerce/{path.relative_to(root).as_posix()}", path


def _add(tar: tarfile.TarFile, name: str, content: bytes, time_s: int = 0) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o644, time_s
    tar.addfile(entry, io.BytesIO(content))
