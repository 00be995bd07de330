"""Reader of the one-line S-expressions mozc_emacs_helper answers with: lists, dotted pairs, strings, numbers, symbols.

A list becomes a list, a pair `(a . b)` a list of two, so that `((key . value) …)` is read by `lookup`.
"""

import re
from typing import Any

DEEPEST = 60
_TOKEN = re.compile(r'\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Malformed(ValueError):
    """The line is no S-expression."""


class Symbol(str):
    """A bare word, told apart from a quoted string."""

    __slots__ = ()


Expression = Any  # str, Symbol, int or a list of expressions


def read(line: str) -> Expression:
    """The one expression on a line. Raises Malformed."""
    stack: list[list[Expression]] = [[]]
    at = 0
    line = line.rstrip()
    while at < len(line):
        match = _TOKEN.match(line, at)
        if match is None:
            raise Malformed(f"at character {at}")
        at = match.end()
        bracket, text, word = match.groups()
        if bracket == "(":
            if len(stack) > DEEPEST:
                raise Malformed("nested too deep")
            stack.append([])
        elif bracket == ")":
            if len(stack) == 1:
                raise Malformed("a bracket too many")
            done = stack.pop()
            stack[-1].append(_undotted(done))
        elif text is not None:
            stack[-1].append(_ESCAPE.sub(r"\1", text))
        else:
            stack[-1].append(int(word) if re.fullmatch(r"-?\d{1,18}", word) else Symbol(word))
    if len(stack) != 1 or len(stack[0]) != 1:
        raise Malformed("not one whole expression")
    return stack[0][0]


def quote(text: str) -> str:
    """A string as the helper reads it. A line break would end the command: it is left out."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "").replace("\r", "") + '"'


def lookup(expression: Expression, *path: str) -> Expression | None:
    """Value behind `path` of keys in nested association lists; None where it is not there."""
    for key in path:
        pair = (
            next((one for one in expression if isinstance(one, list) and one and one[0] == key), None)
            if _is_list(expression)
            else None
        )
        if pair is None:
            return None
        # `(key . value)` is read as [key, value], `(key . ((a . b) …))` as [key, [a, b], …].
        expression = pair[1] if len(pair) == 2 and not _is_list(pair[1]) else pair[1:]
    return expression


def _is_list(expression: Expression) -> bool:
    return isinstance(expression, list)


def _undotted(items: list[Expression]) -> Expression:
    """`(a . b)` → [a, b]; `(a . (b c))` → [a, b, c]."""
    if len(items) >= 3 and items[-2] == Symbol(".") and isinstance(items[-2], Symbol):
        tail = items[-1]
        return [*items[:-2], *tail] if isinstance(tail, list) else [*items[:-2], tail]
    return items
