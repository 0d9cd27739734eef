"""What is behind a module's contract while nobody has written it: every promise, and its place."""

from generators.render.service.contract import Call, Contract
from generators.render.service.module_api import signature
from generators.render.service.module_routes import answer, api_names, arguments
from generators.render.service.python_text import Imports, wrapped
from generators.render.service.view import AskedView, ModuleView


def service_text(module: ModuleView, known: Contract, package: str) -> str:
    """`service.py`: a method for each operation and each call."""
    imports = Imports()
    imports.add("dataclasses", "dataclass")
    imports.add(f"{package}.platform.outbox", "Outbox")
    imports.add(f"{package}.platform.transactions", "Transactions")
    for asked in module.asks:
        imports.add(f"{package}.{asked.api}", asked.title)
    methods = "".join(_methods(module, known, imports, package))
    fields = "".join(f"    {asked.field}: {asked.title}\n" for asked in module.asks)
    return (
        f'"""What {module.name} does. `NotWrittenError` marks what is yours to write."""\n\n'
        f"{imports.text(package)}\n\n"
        f"@dataclass(frozen=True, slots=True)\nclass {module.title}Service:\n"
        f'    """Fulfils the contract of {module.name}."""\n\n'
        f"    transactions: Transactions\n    outbox: Outbox\n{fields}{methods}"
    )


def handlers_text(module: ModuleView, known: Contract, package: str) -> str:
    """`events.py`: what follows from each event that the module hears."""
    imports = Imports()
    own = f"{package}.modules.{module.identifier}"
    imports.add(f"{own}.service", f"{module.title}Service")
    imports.add(f"{package}.platform.inbox", "Handlers")
    imports.add(f"{own}.heard", *known.hears)
    imports.add(f"{package}.platform.errors", "NotWrittenError")
    follows = "".join(
        f"\n    async def {handler_name(event)}(event: {event}) -> None:\n"
        f'        raise NotWrittenError("{module.name}: {event}")\n'
        for event in known.hears
    )
    table = [f"{event}: {handler_name(event)}" for event in known.hears]
    mapping = wrapped("return {", table, "}", 4)
    return (
        f'"""What {module.name} does about what it hears."""\n\n{imports.text(package)}\n\n'
        f"def handlers({module.identifier}: {module.title}Service) -> Handlers:\n"
        f'    """What follows from each event, in the transaction that marks it as handled."""\n'
        f"{follows}\n{mapping}\n"
    )


def module_text(module: ModuleView, known: Contract, package: str) -> str:
    """`module.py`: how the module is put together."""
    imports = _imports(module, known, package)
    if known.calls:
        imports.add(f"{package}.platform.internal", "Call")
        names = set(map(_takes, known.calls))
        imports.add(f"{package}.modules.{module.identifier}.api", *(names - {"Nothing"}))
        if "Nothing" in names:
            imports.add(f"{package}.platform.messages", "Nothing")
    passed = ["parts.transactions", "parts.outbox", *(each.field for each in module.asks)]
    made = wrapped(f"service = {module.title}Service(", passed, ")", 4)
    table = [
        f'"{module.name}/{call.name}": Call({_takes(call)}, service.{call.name})'
        for call in known.calls
    ]
    calls = wrapped("calls = {", table, "}", 4) + "\n" if table else ""
    handed = ["service", "router(service)"]
    handed += ["handlers(service)"] if known.hears else []
    handed += ["calls=calls"] if table else []
    return (
        f'"""How {module.name} is put together."""\n\n{imports.text(package)}\n\n'
        f"{_build_head(module)}\n"
        f'    """Build the module from what the service gives it."""\n'
        f"{made}\n{calls}{wrapped('return Assembly(', handed, ')', 4)}\n"
    )


def _imports(module: ModuleView, known: Contract, package: str) -> Imports:
    imports = Imports()
    own = f"{package}.modules.{module.identifier}"
    if known.hears:
        imports.add(f"{own}.events", "handlers")
    imports.add(f"{own}.routes", "router")
    imports.add(f"{own}.service", f"{module.title}Service")
    imports.add(f"{package}.platform.assembly", "Assembly", "Parts")
    for asked in module.asks:
        imports.add(f"{package}.{asked.api}", asked.title)
    return imports


def _build_head(module: ModuleView) -> str:
    asked = [f"{each.field}: {each.title}" for each in module.asks]
    return wrapped("def build(", ["parts: Parts", *asked], f") -> Assembly[{module.title}Service]:")


def made_of(asked: AskedView) -> str:
    """A peer as the service hands it over."""
    if asked.peer:
        return f'Remote{asked.title}(parts.peers["{asked.peer}"])'
    return f"{asked.identifier}.service"


def _methods(module: ModuleView, known: Contract, imports: Imports, package: str) -> list[str]:
    own = f"{package}.modules.{module.identifier}.api"
    if known.operations or known.calls:
        imports.add(f"{package}.platform.errors", "NotWrittenError")
    made = []
    for operation in known.operations:
        names = api_names(operation)
        imports.add(own, *(names - {"Nothing"}))
        if "Nothing" in names:
            imports.add(f"{package}.platform.messages", "Nothing")
        items = ["self", *arguments(operation, imports, package)]
        name = known.method(operation)
        given = answer(operation, imports)
        head = wrapped(f"async def {name}(", items, f") -> {given}:", 4)
        made.append(f'\n{head}\n        raise NotWrittenError("{module.name}.{operation.name}")\n')
    for call in known.calls:
        names = {schema["$ref"].rpartition("/")[2] for schema in (call.takes, call.gives)}
        imports.add(own, *(names - {"Nothing"}))
        head = signature(call, imports, package)
        made.append(f'\n{head}\n        raise NotWrittenError("{module.name}.{call.name}")\n')
    return made


def _takes(call: Call) -> str:
    name: str = call.takes["$ref"]
    return name.rpartition("/")[2]


def handler_name(event: str) -> str:
    """The function that handles an event: `on_order_created`."""
    lower = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in event)
    return f"on{lower}"
