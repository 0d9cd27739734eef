"""Click's own sentences and placeholders, in the language that was asked for.

Click asks gettext, whose catalogues are compiled files in a folder of their own. Ours are TOML, so
the two functions that click's modules took from gettext are put in place of those. The English
`click.toml` repeats click's sentences, which is how the same keys of another language find them.
"""

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from content.messages import Language, messages
from workbench.cli.words import words

MODULES = (core, decorators, exceptions, formatting, parser, termui, types)


def speak(language: Language) -> None:
    """Let click speak `language` from now on."""
    if language is Language.EN:
        return
    english, spoken = messages(Language.EN, "click"), messages(language, "click")
    sentences = {english.template(key): spoken.template(key) for key in sorted(english.keys())}

    def one(sentence: str) -> str:
        return sentences.get(sentence, sentence)

    def many(singular: str, plural: str, n: int) -> str:
        return one(singular if n == 1 else plural)

    for module in MODULES:
        vars(module).update(_=one, ngettext=many)


def name_placeholders(command: click.Command) -> None:
    """Write what the learner replaces, `EXERCISE` or `PATH`, as the language does."""
    command.options_metavar = words().text("metavar-options")
    for parameter in command.params:
        name = _placeholder(parameter)
        if name:
            parameter.metavar = name


def _placeholder(parameter: click.Parameter) -> str:
    """The catalogue's word for a parameter or, for an option, for its type."""
    named, typed = f"metavar-{parameter.name}", f"metavar-{parameter.type.name.replace(' ', '-')}"
    if isinstance(parameter, click.Argument):
        name = words().text(named) if named in words() else ""
        many = "..." if parameter.nargs != 1 else ""
        return f"[{name}]{many}" if name and not parameter.required else name + many
    if isinstance(parameter, click.Option) and not parameter.is_flag:
        return next((words().text(key) for key in (named, typed) if key in words()), "")
    return ""
