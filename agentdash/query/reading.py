"""PromQL read again: its tokens, its selectors, and how it is laid out for people.

For queries that somebody wrote or edited, so nothing here refuses: what is not understood stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

WIDTH = 100
"""Characters of a line before an expression is broken."""

_TOKEN = re.compile(r"""(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)|(?P<range>\[[^\]]*\])|(?P<word>[A-Za-z_:$][\w:$]*)|(?P<number>[\d.]+(?:e[+-]?\d+)?\w*)|"""
                    r"""(?P<operator>=~|!~|==|!=|<=|>=|[-+*/%^<>=])|(?P<mark>[(){},@])""")
_LOOSEST = (("or",), ("and", "unless"), ("==", "!=", "<=", "<", ">=", ">"), ("+", "-"), ("*", "/", "%", "atan2"), ("^",))
_METRIC = re.compile(r"[A-Za-z_:][\w:]*$")
_VARIABLE = re.compile(r"\$\{?\w")
_SPACE = re.compile(r'("(?:\\.|[^"\\])*")|\s+')
_WORDS = {"or", "and", "unless", "atan2", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "inf", "nan", "start", "end"}
_LISTS = {"by", "without", "on", "ignoring", "group_left", "group_right"}
_MATCHING = re.compile(r"(?:(?:on|ignoring|group_left|group_right)\s*\([^()]*\)\s*|bool\s+)+")
_MATCHER = re.compile(r"""\s*(\w+)\s*(=~|!~|!=|=)\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)\s*,?""")


@dataclass(frozen=True)
class Selector:
    """A metric's name, which may be empty, and its matchers as (label, operator, quoted value), with its place in the query."""

    metric: str
    matchers: tuple[tuple[str, str, str], ...]
    start: int
    end: int

    def __str__(self) -> str:
        inside = ",".join("".join(one) for one in self.matchers)
        return f"{self.metric}{{{inside}}}" if inside or not self.metric else self.metric


def selectors(expression: str) -> list[Selector]:
    """Every selector, in order, those without matchers too."""
    tokens = [(found.group(), found.start()) for found in _TOKEN.finditer(expression)]
    found: list[Selector] = []
    # For each open parenthesis whether it holds names of labels.
    lists: list[bool] = []
    number = 0
    while number < len(tokens):
        (text, start), following = tokens[number], tokens[number + 1][0] if number + 1 < len(tokens) else ""
        if text == "(":
            lists.append(number > 0 and tokens[number - 1][0].lower() in _LISTS)
        elif text == ")" and lists:
            lists.pop()
        metric = text if _METRIC.match(text) and text.lower() not in _WORDS and following.lower() not in {"(", *_LISTS} and not any(lists) else ""
        if text == "{" or (metric and following == "{"):
            last = next((at for at in range(number, len(tokens)) if tokens[at][0] == "}"), len(tokens))
            end = tokens[last][1] + 1 if last < len(tokens) else len(expression)
            inside = expression[start + len(metric):end].strip().removeprefix("{").removesuffix("}")
            found.append(Selector(metric, tuple((one[1], one[2], one[3]) for one in _MATCHER.finditer(inside)), start, end))
            number = last
        elif metric:
            found.append(Selector(metric, (), start, start + len(metric)))
        number += 1
    return found


def metrics(expression: str) -> list[str]:
    """Names of the metrics that are asked, each once, in order."""
    return list(dict.fromkeys(one.metric for one in selectors(expression) if one.metric))


def without(expression: str, label: str) -> str:
    """The expression with every matcher on ``label`` left out."""
    return _rewritten(expression, lambda matcher: matcher[0] != label)


def without_variables(expression: str) -> str:
    """The expression with every matcher left out that holds a variable of Grafana's: all values of it."""
    return _rewritten(expression, lambda matcher: not _VARIABLE.search(matcher[2]))


def _rewritten(expression: str, keeps: Callable[[tuple[str, str, str]], bool]) -> str:
    done, at = [], 0
    for one in selectors(expression):
        kept = tuple(filter(keeps, one.matchers))
        if kept != one.matchers:
            done += [expression[at:one.start], str(Selector(one.metric, kept, 0, 0))]
            at = one.end
    return "".join((*done, expression[at:]))


def laid_out(expression: str) -> str:
    """The same query over several lines, where it is longer than :data:`WIDTH`: operands below each other, operators before them."""
    return "\n".join(_lines(_SPACE.sub(lambda found: found[1] or " ", expression).strip(), 0))


def _lines(text: str, indent: int, before: int = 0) -> list[str]:
    """The lines of an expression, of whose first one ``before`` characters are taken."""
    if len(text) + indent + before <= WIDTH:
        return [" " * indent + text]
    parts = _operands(text)
    if len(parts) > 1:
        found = []
        for operator, operand in parts:
            first, *more = _lines(operand, indent, len(operator) + 1 if operator else before)
            found += [" " * indent + f"{operator} {first.strip()}" if operator else first, *more]
        return found
    if (group := _last_group(text)) is None:
        return [" " * indent + text]
    opening, closing = group
    inner = [_lines(argument.strip(), indent + 2) for argument in _split(text[opening + 1:closing], ",")]
    for argument in inner[:-1]:
        argument[-1] += ","
    return [" " * indent + text[:opening + 1], *(line for argument in inner for line in argument), " " * indent + text[closing:]]


def _operands(text: str) -> list[tuple[str, str]]:
    """The operands of the loosest operator at the top of an expression, each with what stands before it."""
    outer = _outer(text)
    for operators in _LOOSEST:
        places = [(start, word) for number, (word, start) in enumerate(outer)
                  if word.lower() in operators and number > 0 and outer[number - 1][0] not in {*sum(_LOOSEST, ()), ","}]
        if places:
            found, at, operator = [], 0, ""
            for start, word in [*places, (len(text), "")]:
                operand = text[at:start].strip()
                matching = _MATCHING.match(operand) if operator else None
                if matching:
                    operator, operand = f"{operator} {matching.group().strip()}", operand[matching.end():]
                found.append((operator, operand))
                at, operator = start + len(word), word
            return found
    return [("", text)]


def _outer(text: str) -> list[tuple[str, int]]:
    """Tokens outside of all brackets; a bracket stands for what is in it."""
    found, depth = [], 0
    for one in _TOKEN.finditer(text):
        word = one.group()
        depth -= word in ")}"
        if depth == 0:
            found.append((word, one.start()))
        depth += word in "({"
    return found


def _last_group(text: str) -> tuple[int, int] | None:
    """Where the last parentheses at the top open and close."""
    outer = _outer(text)
    opening = [start for word, start in outer if word == "("]
    closing = [start for word, start in outer if word == ")"]
    return (opening[-1], closing[-1]) if opening and closing and closing[-1] > opening[-1] else None


def _split(text: str, at: str) -> list[str]:
    places = [start for word, start in _outer(text) if word == at]
    return [text[start:end].removeprefix(at) for start, end in zip([0, *places], [*places, len(text)], strict=True)]
