"""Owns the YAML of the text form: written to be read by people, read without surprises."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import yaml

# Ends of lines that are none of ours, and blanks that a block would lose.
_ODD = re.compile(r"[\t\r\x85\u2028\u2029\ufeff]|\A\s|\s\Z|\s\n")
_TEXT = "tag:yaml.org,2002:str"
# YAML 1.2's core, so that a title may be “no”, “12:30” or “2026-01-01” without being quoted.
_RESOLVED = (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?",
     list("-+0123456789.")),
)  # fmt: skip


class Plain(yaml.SafeLoader):
    """YAML without references: a few lines of them can stand for gigabytes."""

    yaml_implicit_resolvers: dict[Any, Any] = {}

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="references are not read", problem_mark=self.get_mark()
            )
        return super().compose_node(parent, index)

    def construct_scalar(self, node: Any) -> Any:
        """A text set off as a block is meant without the lines around it."""
        value = super().construct_scalar(node)
        is_block = getattr(node, "style", None) in ("|", ">")
        return value.strip("\n") if is_block and isinstance(value, str) else value

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        """A key written twice is a slip, and its author cannot know which one counts."""
        seen: set[Any] = set()
        for key, _value in node.value:
            name = getattr(key, "value", None)
            if isinstance(name, str) and name in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"“{name}” is written twice", problem_mark=key.start_mark
                )
            seen.add(name if isinstance(name, str) else id(key))
        return super().construct_mapping(node, deep=deep)


class _Tidy(yaml.SafeDumper):
    """Puts in quotes what either version of YAML would not take for a text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand below their key, not beside it."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Several lines as a block where that gives them back, else on one line with marks."""
    if _ODD.search(text):
        return dumper.represent_scalar(_TEXT, text, style='"')
    return dumper.represent_scalar(_TEXT, text, style="|" if "\n" in text else None)


_Tidy.add_representer(str, _text)
for _name, _shape, _first in _RESOLVED:
    for _kind in (Plain, _Tidy):
        _tag = f"tag:yaml.org,2002:{_name}"
        _kind.add_implicit_resolver(_tag, re.compile(f"(?:{_shape})$"), _first)


def loaded(text: str) -> Any:
    """Raises yaml.YAMLError, RecursionError or ValueError for what cannot be read."""
    return yaml.load(text, Loader=Plain)  # noqa: S506  a SafeLoader, and stricter


def dumped(values: Mapping[str, Any]) -> str:
    """In the order given; empty for nothing."""
    if not values:
        return ""
    return yaml.dump(
        dict(values),
        Dumper=_Tidy,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=float("inf"),
    )
