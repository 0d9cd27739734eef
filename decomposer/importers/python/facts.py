"""What one file says beyond its imports: loads by name, models, and transactions.

Only files in which a word of interest occurs are parsed; in a large code base most are not. A word
is looked for as it stands before its expression is tried, which is ten times as slow.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from decomposer.documents import Problem
from decomposer.importers.python.files import SourceFile
from decomposer.importers.python.parsing import parsed

INTEREST = {
    "get_class": re.compile(r"\bget_class(?:es)?\("),
    "get_model(": re.compile(r"\bget_model\("),
    "include(": re.compile(r"\binclude\(\s*[\[('\"]"),
    "models.": re.compile(r"models\.(?:\w+Field\(|Model\b)"),
    "Abstract": re.compile(r"[(.]Abstract\w+\):"),
    "Config):": re.compile(r"class \w+\([\w., ]*Config\):"),
    "_APPS": re.compile(r"_APPS\b"),
    ".begin(": re.compile(r"[sS]ession[\w.]*\.begin\("),
}
"""Where a word occurs, the expression that confirms it."""
WORDS = (
    *("import_module(", "import_string(", "__import__(", "default_app_config", "ForeignKey("),
    *("relationship(", "__tablename__", "MIDDLEWARE", "AUTH_USER_MODEL", "ATOMIC_REQUESTS"),
    *("ROOT_URLCONF", "transaction.atomic", "@atomic"),
)
"""Those that need no confirming."""
LOADERS = frozenset({"get_class", "get_classes", "get_model"})
IMPORTERS = frozenset({"import_module", "import_string", "__import__"})
KEYS = {"ForeignKey": "reference", "OneToOneField": "reference", "ManyToManyField": "aggregation"}
LISTS = re.compile(r"(?:\w+_)?(?:INSTALLED_APPS|APPS)|MIDDLEWARE(?:_CLASSES)?")
NAMED = frozenset({"AUTH_USER_MODEL", "ROOT_URLCONF", "WSGI_APPLICATION"})
APP = "default_app_config"
"""What a package names its `AppConfig` by; of every package, so that none is a setting."""
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Load:
    """A name that is turned into a module or a class when the program runs."""

    line: int
    loader: str
    label: str | None
    """None: not a constant, so that nobody can tell it from the code."""
    names: tuple[str, ...] = ()
    binds: str = ""
    """The variable that holds what was loaded, where it is the only one."""


@dataclass(frozen=True, slots=True)
class Key:
    """A field that points to another model."""

    line: int
    target: str
    kind: str
    owns: bool = False
    """Deleting this model deletes the other; of a key that cascades it is the other way round."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class with what makes it a model or the declaration of an app, if anything does."""

    line: int
    name: str
    bases: tuple[str, ...]
    table: str = ""
    fields: bool = False
    abstract: bool = False
    keys: tuple[Key, ...] = ()
    package: str = ""
    """What its `name` says: in an `AppConfig`, the package that is the app."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """A function or a block that is atomic, and the names it uses."""

    line: int
    name: str
    uses: frozenset[str]


@dataclass(slots=True)
class Facts:
    """All of one file."""

    loads: list[Load] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
    bound: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Local name -> module as written (with its leading dots) and the name there."""
    settings: dict[str, str] = field(default_factory=dict)
    """Upper-case constants that hold a dotted name."""
    atomic_requests: bool = False


def read_facts(file: SourceFile) -> Facts | Problem:
    """Parse a file if there is something to find in it."""
    if not _is_of_interest(file.text):
        return Facts()
    tree = parsed(file)
    if isinstance(tree, Problem):
        return tree
    reader = _Reader()
    try:
        reader.visit(tree)
    except RecursionError:
        return Problem(file.path, 0, 0, "yaml-too-deep")
    return reader.facts


def _is_of_interest(text: str) -> bool:
    return any(word in text for word in WORDS) or any(
        word in text and found.search(text) for word, found in INTEREST.items()
    )


def called(node: ast.expr) -> str:
    """The last part of what an expression names, such as `ForeignKey` of `models.ForeignKey`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=func) | ast.Subscript(value=func):
            return called(func)
    return ""


def constant(node: ast.expr | None) -> str | None:
    """The text of a constant, or what `settings.NAME` stands for: `settings.NAME`."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Attribute(value=ast.Name(id="settings"), attr=name):
            return f"settings.{name}"
    return None


_LEAVES = frozenset({ast.Name, ast.Constant, ast.Load, ast.Store, ast.Pass, ast.Import})


class _Reader(ast.NodeVisitor):
    """Goes through a file once."""

    def __init__(self) -> None:
        self.facts = Facts()

    def generic_visit(self, node: ast.AST) -> None:
        """The usual walk without its generators, which cost more than what they find."""
        for name in node._fields:
            value = getattr(node, name, None)
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, ast.AST) and type(child) not in _LEAVES:
                    self.visit(child)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            self.facts.bound[alias.asname or alias.name] = (module, alias.name)

    def visit_Assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if isinstance(target, ast.Name):
            self._setting(target.id, node.value)
            if isinstance(node.value, ast.Call):
                self._load(node.value, target.id)
                for argument in ast.iter_child_nodes(node.value):
                    self.visit(argument)
                return
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self._load(node, "")
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.facts.classes.append(_class(node))
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if any(_is_atomic(decorator) for decorator in node.decorator_list):
            self._transaction(node, node.name)
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast names it

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        if any(_is_atomic(item.context_expr) for item in node.items):
            self._transaction(node, f"line {node.lineno}")
        self.generic_visit(node)

    visit_AsyncWith = visit_With  # noqa: N815 - ast names it

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if constant(key) == "ATOMIC_REQUESTS":
                self.facts.atomic_requests |= isinstance(value, ast.Constant) and bool(value.value)
        self.generic_visit(node)

    def _transaction(self, node: ast.AST, name: str) -> None:
        uses = frozenset(found.id for found in ast.walk(node) if isinstance(found, ast.Name))
        self.facts.transactions.append(Transaction(getattr(node, "lineno", 0), name, uses))

    def _setting(self, name: str, value: ast.expr) -> None:
        text = constant(value)
        if text and name in NAMED and not text.startswith("settings."):
            self.facts.settings[name] = text
            self.facts.loads.append(Load(value.lineno, name, text))
        elif text and name == APP:
            self.facts.loads.append(Load(value.lineno, name, text))
        if LISTS.fullmatch(name):
            for item in ast.walk(value):
                if isinstance(item, ast.Constant) and isinstance(item.value, str):
                    self.facts.loads.append(Load(item.lineno, name, item.value))

    def _load(self, node: ast.Call, binds: str) -> None:
        loader = called(node.func)
        first = node.args[0] if node.args else None
        if loader in LOADERS and first is not None:
            names = tuple(_texts(node.args[1])) if len(node.args) > 1 else ()
            self.facts.loads.append(Load(node.lineno, loader, constant(first), names, binds))
        elif loader in IMPORTERS and first is not None:
            self.facts.loads.append(Load(node.lineno, loader, constant(first), (), binds))
        elif loader == "include":
            for text in _texts(first):
                self.facts.loads.append(Load(node.lineno, loader, text))


def _texts(node: ast.expr | None) -> Iterator[str]:
    """The constant, or the constants of a list; of a tuple of `include` the first counts."""
    items = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    for item in items:
        text = constant(item)
        if text is not None:
            yield text


def _is_atomic(node: ast.expr) -> bool:
    name = called(node)
    if name == "atomic":
        return True
    inner = node.func if isinstance(node, ast.Call) else node
    return (
        name == "begin"
        and isinstance(inner, ast.Attribute)
        and "session" in called(inner.value).lower()
    )


def _class(node: ast.ClassDef) -> Class:
    table, package, abstract, fields = "", "", False, False
    keys: list[Key] = []
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="__tablename__")], value=value):
                table, fields = constant(value) or "", True
            case ast.Assign(targets=[ast.Name(id="name")], value=ast.Constant(value=str(told))):
                package = told
            case ast.Assign(value=ast.Call() as call) | ast.AnnAssign(value=ast.Call() as call):
                fields = fields or _is_column(call)
                keys += _keys(call)
            case ast.ClassDef(name="Meta", body=body):
                meta = {
                    called(each.targets[0]): each.value
                    for each in body
                    if isinstance(each, ast.Assign)
                }
                table = constant(meta.get("db_table")) or table
                flag = meta.get("abstract")
                abstract = isinstance(flag, ast.Constant) and bool(flag.value)
    bases = tuple(name for name in map(called, node.bases) if name)
    return Class(node.lineno, node.name, bases, table, fields, abstract, _shared_out(keys), package)


def _shared_out(keys: Sequence[Key]) -> tuple[Key, ...]:
    """A part has one owner; what several models take with them is a part of none (UML 2.5, 9.5.3).

    So the class between two others of a many-to-many relation belongs to neither.
    """
    owners = {key.target for key in keys if key.kind == "composition" and not key.owns}
    if len(owners) < _SEVERAL:
        return tuple(keys)
    return tuple(
        replace(key, kind="aggregation") if key.kind == "composition" and not key.owns else key
        for key in keys
    )


def _is_column(call: ast.Call) -> bool:
    """Whether a field is one of a table; those of forms and serializers have the same names."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return module.endswith("models") and name.endswith(("Field", "ForeignKey"))
    return called(call) in KEYS


def _keys(call: ast.Call) -> Iterator[Key]:
    """The references of a field: Django's, a SQLAlchemy column's, or a relationship's."""
    kind = called(call)
    options = {keyword.arg: keyword.value for keyword in call.keywords}
    if kind in KEYS and (call.args or "to" in options):
        first = call.args[0] if call.args else options["to"]
        target = constant(first) or called(first)
        owned = called(options["on_delete"]) == "CASCADE" if "on_delete" in options else False
        if target:
            yield Key(call.lineno, target, "composition" if owned else KEYS[kind])
    elif kind == "relationship" and call.args:
        target = constant(call.args[0]) or called(call.args[0])
        cascade = constant(options.get("cascade")) or ""
        if target:
            owns = "delete" in cascade
            yield Key(call.lineno, target, "composition" if owns else "reference", owns)
    elif kind in {"Column", "mapped_column"}:
        for argument in call.args:
            if isinstance(argument, ast.Call) and called(argument) == "ForeignKey":
                yield from _column(argument)


def _column(key: ast.Call) -> Iterator[Key]:
    table = constant(key.args[0]) if key.args else None
    owned = any(
        keyword.arg == "ondelete" and constant(keyword.value) == "CASCADE"
        for keyword in key.keywords
    )
    if table:
        kind = "composition" if owned else "reference"
        yield Key(key.lineno, f"table:{table.rpartition('.')[0] or table}", kind)
