"""`python provider_arguments.py FOLDER`: Terraform's resources beside what their provider takes.

CDK for Terraform has a class for every resource of the AWS provider, made of the provider's own
schema: which arguments and blocks there are, and which must be given. Types and what stands inside
of blocks are not compared. Runs in an environment that has the classes, which are read as text: to
import them would start Node.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import hcl2

_PROVIDER = "cdktf-cdktf-provider-aws"
_BASE = "_cdktf_9a9027ec.TerraformMetaArguments"
_META = {"for_each", "count", "depends_on", "lifecycle", "provider", "dynamic"}
"""Terraform's own, which every resource takes."""
_NEWER = {"aws_msk_topic"}
"""What this edition of the classes is too old for."""

Arguments = Mapping[str, bool]
"""By name, whether it must be given."""


def main(folder: Path) -> int:
    """Print what is wrong; 1 where anything is."""
    wrong = [
        f"{path.relative_to(folder)}: {address}: {problem}"
        for path in sorted(folder.rglob("*.tf"))
        for address, kind, given in _resources(path)
        for problem in _problems(kind, given)
    ]
    print("\n".join(wrong))  # noqa: T201
    return int(bool(wrong))


def _resources(path: Path) -> Iterator[tuple[str, str, set[str]]]:
    """Addresses, the folders of their classes, and what is given."""
    document = hcl2.loads(path.read_text("utf-8"))
    for section, prefix in (("resource", ""), ("data", "data_aws_")):
        for block in document.get(section, ()):
            ((quoted, named),) = block.items()
            ((name, body),) = named.items()
            kind, address = quoted.strip('"'), f"{quoted}.{name}".replace('"', "")
            given = {key for key in body if not key.startswith("__")} - _META
            if kind not in _NEWER:
                yield address, prefix + kind.removeprefix("aws_"), given


def _problems(kind: str, given: set[str]) -> Iterator[str]:
    taken = _arguments(kind)
    if taken is None:
        yield "the provider has no such resource"
        return
    yield from (f"{name} is no argument of it" for name in sorted(given - taken.keys()))
    yield from (
        f"{name} is missing" for name, needed in taken.items() if needed and name not in given
    )


@cache
def _arguments(kind: str) -> Arguments | None:
    classes = Path(str(distribution(_PROVIDER).locate_file("cdktf_cdktf_provider_aws")))
    if not (classes / kind).is_dir():
        return None
    module = ast.parse((classes / kind / "__init__.py").read_text("utf-8"))
    made = next(filter(None, map(_constructor, module.body)))
    pairs = zip(made.args.kwonlyargs, made.args.kw_defaults, strict=True)
    # a name that Python keeps for itself has a sign behind it
    return {each.arg.rstrip("_"): default is None for each, default in pairs}


def _constructor(part: ast.stmt) -> ast.FunctionDef | None:
    """Of the class that holds a resource's arguments; there is one in each module."""
    if not isinstance(part, ast.ClassDef) or _BASE not in map(ast.unparse, part.bases):
        return None
    functions = (each for each in part.body if isinstance(each, ast.FunctionDef))
    return next((each for each in functions if each.name == "__init__"), None)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
