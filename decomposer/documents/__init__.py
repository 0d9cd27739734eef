"""Located documents: YAML in; a frozen model, or every problem at once, out."""

from decomposer.documents.leaving_out import LeftOut, remainder
from decomposer.documents.model import Model
from decomposer.documents.problem import DocumentError, Problem, Violation
from decomposer.documents.source import Source, parse_yaml, read_text, read_yaml
from decomposer.documents.validation import located, validate

__all__ = [
    "DocumentError",
    "LeftOut",
    "Model",
    "Problem",
    "Source",
    "Violation",
    "located",
    "parse_yaml",
    "read_text",
    "read_yaml",
    "remainder",
    "validate",
]
