"""A module's public API as FastAPI routes: thin, typed, and in the contract's words."""

from generators.render.service.classes import annotation
from generators.render.service.contract import Contract, Operation, Parameter, references
from generators.render.service.python_text import Imports, wrapped
from generators.render.service.view import ModuleView

_BOUNDS = {
    "minimum": "ge",
    "maximum": "le",
    "maxLength": "max_length",
    "maxItems": "max_length",
    "pattern": "pattern",
}


def routes_text(module: ModuleView, known: Contract, package: str) -> str:
    """`routes.py` of a module."""
    imports = Imports()
    own = f"{package}.modules.{module.identifier}"
    imports.add("fastapi", "APIRouter")
    imports.add(f"{own}.service", f"{module.title}Service")
    routes = "\n".join(_route(module, each, known, imports, package) for each in known.operations)
    head = f"def router({module.identifier}: {module.title}Service) -> APIRouter:"
    return (
        f'"""The public API of {module.name}."""\n\n{imports.text(package)}\n'
        f'PREFIX = "{module.prefix}"\n\n\n{head}\n'
        '    """Every operation that the contract promises."""\n'
        f'    routes = APIRouter(prefix=PREFIX, tags=["{module.name}"])\n\n'
        f"{routes}\n    return routes\n"
    )


def arguments(operation: Operation, imports: Imports, package: str) -> list[str]:
    """What the service's method takes: the caller, what the path names, the body, the rest."""
    taken = []
    if operation.needs_token:
        imports.add(f"{package}.platform.identity", "Principal")
        taken.append("caller: Principal")
    taken += [f"{_name(each)}: {_kind(each, imports)}" for each in _sorted(operation, "path")]
    if operation.takes:
        taken.append(f"wanted: {annotation(operation.takes, imports)}")
    taken += [
        f"{_name(each)}: {_kind(each, imports)}"
        for each in (*_sorted(operation, "query"), *_sorted(operation, "header"))
    ]
    return taken


def answer(operation: Operation, imports: Imports) -> str:
    """What it gives."""
    if not operation.is_json:
        return "str"
    return annotation(operation.gives, imports) if operation.gives else "None"


def api_names(operation: Operation) -> set[str]:
    """The messages that it names."""
    return {name.rpartition(".")[2] for name in references([operation.takes, operation.gives])}


def _route(
    module: ModuleView, operation: Operation, known: Contract, imports: Imports, package: str
) -> str:
    if names := api_names(operation) - {"Nothing"}:
        imports.add(f"{package}.modules.{module.identifier}.api", *names)
    if "Nothing" in api_names(operation):
        imports.add(f"{package}.platform.messages", "Nothing")
    said = [f'"{operation.path}"']
    if operation.status != 200:  # noqa: PLR2004 - FastAPI's own default
        said.append(f"status_code={operation.status}")
    if operation.further:
        said.append(f"responses={{{', '.join(f'{each}: {{}}' for each in operation.further)}}}")
    if not operation.is_json:
        imports.add("fastapi.responses", "PlainTextResponse")
        said.append("response_class=PlainTextResponse")
    passed = [name.partition(":")[0] for name in arguments(operation, Imports(), package)]
    call = wrapped(f"return await {module.identifier}.{known.method(operation)}(", passed, ")", 8)
    given = answer(operation, imports)
    if given == "None":
        call = call.replace("return await", "await", 1)
    declared = wrapped(f"@routes.{operation.method}(", said, ")", 4)
    head = wrapped(
        f"async def {operation.name}(", _declared(operation, imports, package), f") -> {given}:", 4
    )
    return f"{declared}\n{head}\n{call}\n"


def _declared(operation: Operation, imports: Imports, package: str) -> list[str]:
    """The arguments as FastAPI reads them from a request."""
    taken = []
    if operation.needs_token:
        taken.append(_caller(operation, imports, package))
    taken += [f"{_name(each)}: {_bounded(each, imports)}" for each in _sorted(operation, "path")]
    if operation.takes:
        taken.append(f"wanted: {annotation(operation.takes, imports)}")
    rest = [*_sorted(operation, "query"), *_sorted(operation, "header")]
    for each in sorted(rest, key=lambda parameter: not parameter.required):
        default = "" if each.required else f" = {_default(each)}"
        taken.append(f"{_name(each)}: {_bounded(each, imports)}{default}")
    return taken


def _caller(operation: Operation, imports: Imports, package: str) -> str:
    if not operation.roles:
        imports.add(f"{package}.platform.identity", "SignedIn")
        return "caller: SignedIn"
    imports.add("typing", "Annotated")
    imports.add("fastapi", "Depends")
    imports.add(f"{package}.platform.identity", "Principal", "holding")
    roles = ", ".join(f'"{role}"' for role in operation.roles)
    return f"caller: Annotated[Principal, Depends(holding({roles}))]"


def _bounded(parameter: Parameter, imports: Imports) -> str:
    marks = [
        f"{mark}={parameter.schema[bound]!r}".replace("'", '"')
        for bound, mark in _BOUNDS.items()
        if bound in parameter.schema
    ]
    place = {"path": "Path", "query": "Query", "header": "Header"}[parameter.place]
    kind = _kind(parameter, imports)
    if not marks and parameter.place == "path":
        return kind
    imports.add("typing", "Annotated")
    imports.add("fastapi", place)
    return f"Annotated[{kind}, {place}({', '.join(marks)})]"


def _kind(parameter: Parameter, imports: Imports) -> str:
    """What a text in a request stands for; strictness is for JSON."""
    if parameter.schema.get("type") == "integer":
        return "int"
    if parameter.schema.get("type") == "array":
        return f"tuple[{annotation(parameter.schema['items'], imports)}, ...]"
    kind = annotation(parameter.schema, imports)
    optional = not parameter.required and _default(parameter) == "None"
    return f"{kind} | None" if optional else kind


def _default(parameter: Parameter) -> str:
    if parameter.schema.get("type") == "array":
        return "()"
    default = parameter.schema.get("default")
    return f'"{default}"' if isinstance(default, str) else repr(default)


def _name(parameter: Parameter) -> str:
    return parameter.name.replace("-", "_")


def _sorted(operation: Operation, place: str) -> list[Parameter]:
    return [each for each in operation.parameters if each.place == place]
