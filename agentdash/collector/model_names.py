"""Names of models, looked up in the price book: what a model is called whoever serves it, and what it costs there.

The book stands in the configuration as text (`agentdash.pricing.index`), one model a line, and a name is read in the Collector by
the very patterns by which `agentdash prices explain` reads it (`agentdash.pricing.names`). Each name is looked up once in a batch,
however many spans have it: what was found is a note on the resource (:func:`known`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from agentdash.collector.ottl.conditions import (
    Condition,
    all_of,
    any_of,
    at_least,
    below,
    differs,
    ends_with,
    equals,
    is_nil,
    matches,
    negate,
    present,
    starts_with,
)
from agentdash.collector.ottl.statements import Group, Statement, assign, block, delete_matching, replace
from agentdash.collector.ottl.values import (
    RESOURCE_ATTRIBUTES,
    Path,
    Value,
    attr,
    extracted,
    joined,
    keyed,
    length,
    lines,
    lower,
    part,
    position,
    resource,
    scratch,
)
from agentdash.collector.patterns import any_name, any_whole
from agentdash.pricing import names, providers
from agentdash.pricing.index import ANYBODY, NO_STRANGER, PriceTexts
from agentdash.pricing.lookup import NAMELESS
from agentdash.pricing.table import EXACT, FAMILY, Row
from agentdash.vocabulary.attributes import ASKED_MODEL, MODEL, PROVIDER
from agentdash.vocabulary.labels import UNKNOWN

PriceOf = Callable[[Row], str]
_LIST, _EVERYTHING = "list", "everything"


def _own(name: str) -> Path:
    return scratch("span", name)


_PROVIDER, _NAME, _PATH, _LAST = (_own(name) for name in ("provider", "name", "path", "last"))
_NAMED, _PASSED, _APART, _STRANGE = (_own(name) for name in ("named", "passed", "apart", "strange"))
_FIRST, _SECOND = _own("first"), _own("second")
_TEXT, _AT, _BEFORE, _HIT, _FOUND, _OWN_PRICE, _WHOLE = (_own(name) for name in ("text", "at", "before", "hit", "found", "own_price", "whole"))
_APART_NAMES = any_name((*providers.SELLERS, providers.HOST))


def known(model: Path) -> Path:
    """The note about a name at the span's provider: ``common name;price``, ``;price`` by a rule of the user's alone, "" for neither."""
    return _note("known", model)


def by_name(model: Path) -> Path:
    """The note that the book, an alias or a rule of the user's has this very name, or has it without its date."""
    return _note("by_name", model)


def _note(topic: str, model: Path) -> Path:
    return keyed(RESOURCE_ATTRIBUTES, joined([f"agentdash.{topic}", attr(PROVIDER), model], "/"))


def forget() -> Group:
    """Takes the book and the notes off; the last group of the stage."""
    return block("resource", [delete_matching(RESOURCE_ATTRIBUTES, rf"^agentdash\.(?:known|by_name|{_LIST})[./]")])


def lists(texts: PriceTexts) -> list[Group]:
    """The book, put together once, and laid beside the spans of each batch. The last group of the stage takes it off
    (:func:`forget`).

    Its lines are strings of their own: a Collector takes seconds to read a string of a hundred kilobytes.
    """
    cached = {road: scratch("resource", road) for road in texts.lists}
    everything = scratch("resource", _EVERYTHING)
    return [{**block("resource", [
        *(assign(cached[road], lines((*text.splitlines(), "")), is_nil(cached[road])) for road, text in texts.lists.items()),
        assign(everything, joined(cached.values()), is_nil(everything)),
        *(assign(_listed(road), place) for road, place in (*cached.items(), (_EVERYTHING, everything))),
    ]), "shared_cache": True}]


def _listed(road: str) -> Path:
    return resource(f"agentdash.{_LIST}.{road}")


def look_up(texts: PriceTexts, weak: Iterable[Row], strong: Iterable[Row], price: PriceOf) -> list[Group]:
    """Groups that leave :func:`known` for the model that answered and for the one that was asked for.

    ``weak`` and ``strong`` are the rows of the user's rules that the book wins over, and that win over it; ``price`` is a row's price
    as text.
    """
    weak, strong = tuple(weak), tuple(strong)
    groups = []
    for model in (attr(MODEL), attr(ASKED_MODEL)):
        groups.append(block("span", [
            *_read(model), *_roads(), *_keys(), *_found(texts), *_rules(weak, strong, price),
            assign(known(model), ""),
            assign(by_name(model), _WHOLE, present(_WHOLE)),
            assign(known(model), _FOUND, present(_FOUND)),
            assign(known(model), joined(["", _OWN_PRICE], ";"), present(_OWN_PRICE), is_nil(_FOUND)),
            assign(known(model), joined([common(_FOUND), _OWN_PRICE], ";"), present(_OWN_PRICE), present(_FOUND)),
        ], all_of(present(model), is_nil(known(model)))))
    return groups


def common(known: Value) -> Value:
    """The common name in a note; "" where it is known by a rule of the user's alone. An error where there is no note."""
    return extracted(known, "^(?P<common>[^;]*)", "common")


def is_mark(price: Value) -> Condition:
    """Whether a price is the number of one that depends on the time."""
    return starts_with(price, "#")


def _cut(target: Path, cuts: names.Cuts, *conditions: Condition) -> Iterator[Statement]:
    return (replace(target, pattern, instead, *conditions) for pattern, instead in cuts)


def _read(model: Path) -> Iterator[Statement]:
    """As `names.read`, `names.key` and the path before it."""
    yield assign(_PROVIDER, UNKNOWN)
    yield assign(_PROVIDER, lower(attr(PROVIDER)), present(attr(PROVIDER)))
    yield assign(_NAME, lower(model))
    yield from _cut(_NAME, names.READING)
    yield assign(_LAST, _NAME)
    yield replace(_LAST, "^.*/", "")
    yield assign(_PATH, _NAME)
    yield replace(_PATH, "[^/]*$", "")


def _roads() -> Iterator[Statement]:
    """As `providers.served_by` and `providers.strange`."""
    for variable in (_NAMED, _PASSED, _APART):
        yield assign(variable, "")
    for pattern, identity in providers.ROADS:
        yield assign(_NAMED, identity, equals(_NAMED, ""), matches(_PROVIDER, f"^{pattern}$"))
    weights, familiar = providers.STRANGE_PATH
    yield assign(_STRANGE, True, any_of(
        all_of(equals(_NAMED, ""), negate(matches(_PROVIDER, f"^(?:{providers.GATEWAYS})$"))), matches(_NAME, weights), negate(matches(_NAME, familiar))))
    with_path = differs(_PATH, "")
    yield replace(_PATH, weights, "/", with_path)
    for pattern, identity in providers.ROADS:
        target = _APART if providers.priced_apart(identity) else _PASSED
        yield assign(target, identity, with_path, equals(target, ""), matches(_PATH, f"(?:^|/){pattern}/"))
    yield assign(_APART, _NAMED, matches(_NAMED, _APART_NAMES))
    yield assign(_APART, "aws", matches(_LAST, f"^{providers.BEDROCK}$"))
    yield assign(_FIRST, _NAMED)
    yield assign(_FIRST, _APART, differs(_APART, ""))
    yield assign(_SECOND, _PASSED, equals(_APART, ""))


def _key(path: int, shorter: int) -> Path:
    return _own(f"key.{path}.{shorter}")


_PATHS = range(names.LONGEST_PATH, 0, -1)
_SHORTER = range(names.MOST_AFTER + 2)


def _keys() -> Iterator[Statement]:
    """As `lookup.keys`: with ever less of the path, and of each less and less of what may follow a name."""
    whole = _key(names.LONGEST_PATH, 0)
    yield assign(whole, _NAME)
    yield from _cut(whole, names.KEY)
    for path in _PATHS:
        key = _key(path, 0)
        yield assign(key, whole)
        yield replace(key, rf"^.*?((?:[^/]+/){{{path - 1}}}[^/]+)$" if path > 1 else "^.*/", "$1" if path > 1 else "")
        for shorter in _SHORTER[1:]:
            cuts = names.UNDATED if shorter == 1 else names.SHORTER
            yield assign(_key(path, shorter), _key(path, shorter - 1))
            yield from _cut(_key(path, shorter), cuts)


def _found(texts: PriceTexts) -> Iterator[Statement]:
    """As `index.Index.find`."""
    named = negate(matches(_NAME, any_name(NAMELESS)))
    for road in (_FIRST, _SECOND):
        yield assign(_TEXT, "")
        listed = keyed(RESOURCE_ATTRIBUTES, joined([f"agentdash.{_LIST}.", road]))
        yield assign(_TEXT, listed, named, present(road), is_nil(_HIT), present(listed))
        yield from _searched(_PATHS)
    everybody = joined([_listed(ANYBODY), _listed(NO_STRANGER)])
    yield assign(_TEXT, "")
    free = (named, is_nil(_HIT), equals(_APART, ""))
    yield assign(_TEXT, _listed(ANYBODY), *free)
    if NO_STRANGER in texts.lists:
        yield assign(_TEXT, everybody, *free, is_nil(_STRANGE))
    yield from _searched(_PATHS[-1:])
    yield assign(_FOUND, extracted(_HIT, r"^[^ ]* (?P<found>[^\n]*)", "found"), present(_HIT))
    # Whoever sells it elsewhere: a name of a model, without a price here.
    yield assign(_TEXT, "")
    yield assign(_TEXT, _listed(_EVERYTHING), named, is_nil(_HIT))
    yield from _searched(_PATHS)
    yield assign(_FOUND, extracted(_HIT, "^[^ ]* (?P<found>[^;]*;)", "found"), is_nil(_FOUND), present(_HIT))
    # Another seller's name for what was found by less of it.
    whole = position(_listed(_EVERYTHING), joined(["|", _key(1, 0), "|"]))
    yield assign(_WHOLE, True, is_nil(_WHOLE), present(_HIT), equals(_TEXT, ""), at_least(whole, 0))


def _searched(paths: Iterable[int]) -> Iterator[Statement]:
    yield assign(_AT, -1)
    there = differs(_TEXT, "")
    for path in paths:
        # What a longer path found with less than its name was found so.
        yield assign(_BEFORE, _AT)
        for shorter in _SHORTER:
            yield assign(_AT, position(_TEXT, joined(["|", _key(path, shorter), "|"])), there, below(_AT, 0))
            if shorter == 1:
                yield assign(_WHOLE, True, at_least(_AT, 0), below(_BEFORE, 0))
    yield assign(_HIT, part(_TEXT, _AT, length(_TEXT) - _AT), is_nil(_HIT), at_least(_AT, 0))


def _rules(weak: Iterable[Row], strong: Iterable[Row], price: PriceOf) -> Iterator[Statement]:
    """The user's rules, from the weakest to the strongest, by the texts that `table.Row` names."""
    weak, strong = tuple(weak), tuple(strong)
    if not (weak or strong):
        return
    texts = {FAMILY: (_own("family"), names.FAMILY), EXACT: (_own("exact"), names.PLAIN)}
    for text, pattern in texts.values():
        yield assign(text, _NAME)
        yield replace(text, pattern, "$1$2")
        yield assign(text, joined([_PROVIDER, text], "/"))
    unpriced = any_of(is_nil(_FOUND), ends_with(_FOUND, ";"))
    for rows, conditions in ((weak, (unpriced,)), (strong, ())):
        for row in rows:
            meant = all_of(matches(texts[row.text][0], any_whole([row.pattern])), *conditions)
            yield assign(_OWN_PRICE, price(row), meant)
            if not row.pattern.endswith("(?:.*)"):
                yield assign(_WHOLE, True, meant)
