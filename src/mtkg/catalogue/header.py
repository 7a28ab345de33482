"""
Read the ``#+`` lines at the top of a query: YAML, checked against a schema, with line numbers.

The form is grlc's (https://grlc.io): every line of the head starts with ``#+``, so that the file
stays a query for any tool.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from mtkg.errors import SyntaxProblem

MARK: Final = "#+"
_FOLDER: Final = Path(__file__).resolve().parent
# The loader in C, where PyYAML was built with it, starts the service sooner.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head's values, and for each path of keys into them the line and column it starts at."""

    values: Mapping[str, Any]
    places: Mapping[KeyPath, tuple[int, int]]

    def place(self, *path: str | int) -> tuple[int, int]:
        """Line and column of the value at *path*, or of the nearest one around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_head(text: str, schema: str, file: str) -> Head:
    """
    The head of the query *text*; *schema* is ``query`` or ``question``.

    Raises `SyntaxProblem` naming *file*, line and column: for a tab, YAML that cannot be read, a
    key given twice, an unknown or missing key, or a value of the wrong shape.
    """
    lines = text.splitlines()
    head = [(n, line) for n, line in enumerate(lines, 1) if line.startswith(MARK)]
    _refuse_tabs(head, file)
    if not head or head != list(enumerate(lines[: len(head)], 1)):
        stray = next((n for n, (number, _) in enumerate(head, 1) if n != number), len(head) + 1)
        line = head[stray - 1][0] if stray <= len(head) else 1
        raise SyntaxProblem(
            f"the {MARK} lines must be the first of the file", line=line, column=1, file=file
        )
    read = _parsed("\n".join(line[len(MARK) :] for _, line in head), file)
    _check(read, schema, file)
    return read


def _refuse_tabs(head: list[tuple[int, str]], file: str) -> None:
    for number, line in head:
        if "\t" in line:
            raise SyntaxProblem(
                "a tab in the head",
                line=number,
                column=line.index("\t") + 1,
                file=file,
                help="indent with blanks",
            )


def _parsed(text: str, file: str) -> Head:
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise SyntaxProblem(
            f"the head is no YAML: {error.problem or error.context}",
            line=line + 1,
            column=column + 1 + len(MARK),
            file=file,
        ) from error
    except yaml.YAMLError as error:
        raise SyntaxProblem(f"the head is no YAML: {error}", line=1, column=1, file=file) from error
    places: dict[KeyPath, tuple[int, int]] = {}
    values = _value(node, (), places, file) if node is not None else {}
    if not isinstance(values, dict):
        raise SyntaxProblem("the head is no mapping of keys", line=1, column=1, file=file)
    return Head(values, places)


def _value(
    node: yaml.Node, path: KeyPath, places: dict[KeyPath, tuple[int, int]], file: str
) -> Any:
    places[path] = _place(node)
    if isinstance(node, yaml.MappingNode):
        found: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(key_node)
            if key in found:
                line, column = _place(key_node)
                raise SyntaxProblem(f"{key} is given twice", line=line, column=column, file=file)
            found[key] = _value(value_node, (*path, str(key)), places, file)
            places[*path, str(key)] = _place(key_node)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*path, n), places, file) for n, each in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    constructor = yaml.constructor.SafeConstructor()
    return constructor.construct_document(node)


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1 + len(MARK)


@cache
def _validator(schema: str) -> Draft202012Validator:
    text = (_FOLDER / f"{schema}_head.yaml").read_text(encoding="utf-8")
    return Draft202012Validator(yaml.safe_load(text))


def _check(head: Head, schema: str, file: str) -> None:
    error = best_match(_validator(schema).iter_errors(head.values))
    if error is None:
        return
    line, column = head.place(*error.absolute_path, *_unknown(error)[:1])
    raise SyntaxProblem(_words(error), line=line, column=column, file=file)


def _unknown(error: ValidationError) -> list[str]:
    """The keys that a mapping has and may not have."""
    if error.validator != "additionalProperties" or not isinstance(error.instance, Mapping):
        return []
    return [key for key in error.instance if key not in _known(error)]


def _known(error: ValidationError) -> list[str]:
    """The keys that a mapping of the error's place may have."""
    schema: Any = error.schema
    return list(schema.get("properties", {}))


def _words(error: ValidationError) -> str:
    where = ".".join(str(step) for step in error.absolute_path) or "the head"
    unknown = _unknown(error)
    if unknown:
        known = ", ".join(_known(error))
        return f"unknown key {unknown[0]!r} in {where}; known are {known}"
    if error.validator == "required":
        needed: Any = error.validator_value
        given: Any = error.instance
        missing = [key for key in needed if key not in given]
        return f"{where} lacks {', '.join(missing)}"
    return f"{where}: {error.message}"
