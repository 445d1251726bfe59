"""Names of models, looked up in the price book: what a model is called whoever serves it, and what it costs there.

The book stands in the configuration as text (`agentdash.pricing.index`), one model a line, and a name is read in the Collector by
the very patterns by which `agentdash prices explain` reads it (`agentdash.pricing.names`). Each name is looked up once in a minute or
two, however many calls have it: what was found is a note on the resource (:func:`known`), and where the stage remembers, one in its memory for
the exports to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from agentdash.collector.memory import Memory
from agentdash.collector.ottl.conditions import (
    Condition,
    all_of,
    any_of,
    at_least,
    differs,
    ends_with,
    equals,
    is_nil,
    matches,
    negate,
    present,
    starts_with,
)
from agentdash.collector.ottl.statements import (
    Group,
    Statement,
    assign,
    block,
    default,
    delete_matching,
    replace,
    set_to,
)
from agentdash.collector.ottl.statements import forget as forget_attribute
from agentdash.collector.ottl.values import (
    RESOURCE_ATTRIBUTES,
    Path,
    Value,
    as_integer,
    attr,
    extracted,
    found,
    hexadecimal,
    joined,
    keyed,
    length,
    lower,
    pairs,
    part,
    position,
    resource,
    scratch,
    split,
)
from agentdash.collector.patterns import any_name, any_whole
from agentdash.collector.stage import Processor, Why
from agentdash.pricing import names, providers
from agentdash.pricing.index import ANYBODY, NO_STRANGER, PriceTexts
from agentdash.pricing.lookup import NAMELESS
from agentdash.pricing.table import EXACT, FAMILY, Row
from agentdash.vocabulary.attributes import PROVIDER
from agentdash.vocabulary.labels import UNKNOWN

PriceOf = Callable[[Row], str]
_LIST, _EVERYTHING = "list", "everything"
_NEW = "agentdash.looked_up"
"""On the call whose name was just looked up."""
_MEMORY = "names"
REMEMBERED = 60
"""Seconds for which the stage remembers a name at least."""


def _own(name: str) -> Path:
    return scratch("span", name)


_PROVIDER, _NAME, _PATH, _LAST = (_own(name) for name in ("provider", "name", "path", "last"))
_NAMED, _PASSED, _APART, _STRANGE = (_own(name) for name in ("named", "passed", "apart", "strange"))
_FIRST, _SECOND = _own("first"), _own("second")
_KEY, _SHORT, _KEYS = (_own(name) for name in ("key", "short", "keys"))
_TEXT, _AT, _HIT, _FOUND, _OWN_PRICE, _WHOLE = (_own(name) for name in ("text", "at", "hit", "found", "own_price", "whole"))
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


def book(texts: PriceTexts) -> Processor:
    """The stage that lays the book beside the records of each batch, before the stage of :func:`look_up`."""
    return Processor("resource", "book", Why(
        "Lays the price book beside the calls of each batch, one model a line; the stage behind it takes it off.",
        "no model has a name that dashboards share, or a price."),
        {"attributes": [{"key": f"agentdash.{_LIST}.{road}", "action": "upsert", "value": text} for road, text in texts.lists.items()]})


def gathered(texts: PriceTexts) -> Group:
    """The group that puts all lists into one, once."""
    everything = scratch("resource", _EVERYTHING)
    return {**block("resource", [
        assign(everything, joined(map(_listed, texts.lists)), is_nil(everything)), assign(_listed(_EVERYTHING), everything),
    ]), "shared_cache": True}


def _listed(road: str) -> Path:
    return resource(f"agentdash.{_LIST}.{road}")


def look_up(texts: PriceTexts, weak: Iterable[Row], strong: Iterable[Row], price: PriceOf, models: Sequence[Path], remembers: bool) -> list[Group]:
    """Groups that leave :func:`known` for each of ``models``, names in the attributes of one call.

    ``weak`` and ``strong`` are the rows of the user's rules that the book wins over, and that win over it; ``price`` is a row's price
    as text. ``remembers``: what was found lasts longer than its batch; only for stages that get one request after another.
    """
    rules = list(_rules(tuple(weak), tuple(strong), price))
    looked_up = [block("span", [
        *_read(model), *_roads(), *_keys(), *_found(texts), *rules,
        assign(by_name(model), _WHOLE, present(_WHOLE)),
        default(_FOUND, ""),
        *((assign(_FOUND, joined([common(_FOUND), _OWN_PRICE], ";"), present(_OWN_PRICE)),) if rules else ()),
        assign(known(model), _FOUND),
        *((set_to(_NEW, True),) if remembers else ()),
    ], all_of(present(model), is_nil(known(model)))) for model in models]
    if not remembers:
        return looked_up
    return [Memory(_MEMORY, REMEMBERED).turn(any_of(*map(present, models))),
            *(group for model, one in zip(models, looked_up, strict=True) for group in _remembered(model, one))]


def _remembered(model: Path, looked_up: Group) -> Iterator[Group]:
    """A name's group between one that finds it in the memory, and one that keeps there what was found."""
    identity = hexadecimal(joined([attr(PROVIDER), model], "/"))
    memory = Memory(_MEMORY, REMEMBERED, (identity,))
    yield memory.block([assign(note, memory.of_id(topic, identity), present(memory.of_id(topic, identity)))
                        for topic, note in (("by_name", by_name(model)), ("known", known(model)))], all_of(present(model), is_nil(known(model))))
    yield looked_up
    yield memory.block([
        memory.note_id("known", identity, known(model)),
        memory.note_id("by_name", identity, by_name(model), present(by_name(model))),
        forget_attribute(_NEW),
    ], present(attr(_NEW)))


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
    yield from _recognised(_NAMED, _PROVIDER, r"(?P<{}>{})", providers.ROADS)
    weights, familiar = providers.STRANGE_PATH
    yield assign(_STRANGE, True, any_of(
        all_of(equals(_NAMED, ""), negate(matches(_PROVIDER, f"^(?:{providers.GATEWAYS})$"))), matches(_NAME, weights), negate(matches(_NAME, familiar))))
    with_path = differs(_PATH, "")
    yield replace(_PATH, weights, "/", with_path)
    for target, apart in ((_APART, True), (_PASSED, False)):
        roads = [road for road in providers.ROADS if providers.priced_apart(road[1]) == apart]
        yield from _recognised(target, _PATH, "(?:.*/)?(?P<{}>{})/.*", roads, with_path)
    yield assign(_APART, _NAMED, matches(_NAMED, _APART_NAMES))
    yield assign(_APART, "aws", matches(_LAST, f"^{providers.BEDROCK}$"))
    yield assign(_FIRST, _NAMED)
    yield assign(_FIRST, _APART, differs(_APART, ""))
    yield assign(_SECOND, _PASSED, equals(_APART, ""))


def _recognised(target: Path, text: Path, form: str, roads: Iterable[tuple[str, str]], *conditions: Condition) -> Iterator[Statement]:
    """The identity of the first pattern that matches the whole ``text`` in the ``form``: groups of one expression are named like
    identities, and only that one's holds something."""
    names_ = "|".join(form.format(identity.replace("-", "_"), pattern) for pattern, identity in roads)
    yield assign(target, pairs(found(text, f"(?s)^(?:{names_})$"), "=", "\n"), *conditions)
    yield replace(target, "(?s)^(?:[a-z_]+=\n)*([a-z_]+)=.*$", "$1", *conditions)
    yield replace(target, "_", "-", *conditions)


_SPELLED = [range(start, start + names.MOST_AFTER + 2) for start in range(0, names.LONGEST_PATH * (names.MOST_AFTER + 2), names.MOST_AFTER + 2)]
"""Places in the list of keys: of the longest path first, and of each path the whole name, the one without its date, and shorter ones."""


def _keys() -> Iterator[Statement]:
    """As `lookup.keys`: with ever less of the path, and of each less and less of what may follow a name."""
    yield assign(_KEY, _NAME)
    yield from _cut(_KEY, names.KEY)
    yield replace(_KEY, rf"^.*?((?:[^/]+/){{{names.LONGEST_PATH - 1}}}[^/]+)$", "$1")
    yield assign(_KEYS, _KEY)
    for cuts in (names.UNDATED, *[names.SHORTER] * names.MOST_AFTER):
        yield from _cut(_KEY, cuts)
        yield assign(_KEYS, joined([_KEYS, _KEY], "\n"))
    # One key a line: what cuts a path cuts it in every line.
    yield assign(_SHORT, _KEYS)
    for parts in range(names.LONGEST_PATH - 1, 0, -1):
        yield replace(_SHORT, rf"(?m)^.*?((?:[^/\n]+/){{{parts - 1}}}[^/\n]+)$" if parts > 1 else "(?m)^.*/", "$1" if parts > 1 else "")
        yield assign(_KEYS, joined([_KEYS, _SHORT], "\n"))
    yield replace(_KEYS, "(?m)^(.*)$", "|$1|")
    yield assign(_KEYS, split(_KEYS, "\n"))


def _found(texts: PriceTexts) -> Iterator[Statement]:
    """As `index.Index.find`."""
    named = negate(matches(_NAME, any_name(NAMELESS)))
    for road in (_FIRST, _SECOND):
        yield assign(_TEXT, "")
        listed = keyed(RESOURCE_ATTRIBUTES, joined([f"agentdash.{_LIST}.", road]))
        yield assign(_TEXT, listed, named, present(road), is_nil(_HIT), present(listed))
        yield from _searched(_SPELLED)
    everybody = joined([_listed(ANYBODY), _listed(NO_STRANGER)])
    yield assign(_TEXT, "")
    free = (named, is_nil(_HIT), equals(_APART, ""))
    yield assign(_TEXT, _listed(ANYBODY), *free)
    if NO_STRANGER in texts.lists:
        yield assign(_TEXT, everybody, *free, is_nil(_STRANGE))
    yield from _searched(_SPELLED[-1:])
    yield assign(_FOUND, extracted(_HIT, r"^[^ ]* (?P<found>[^\n]*)", "found"), present(_HIT))
    # Whoever sells it elsewhere: a name of a model, without a price here.
    yield assign(_TEXT, "")
    yield assign(_TEXT, _listed(_EVERYTHING), named, is_nil(_HIT))
    yield from _searched(_SPELLED)
    yield assign(_FOUND, extracted(_HIT, "^[^ ]* (?P<found>[^;]*;)", "found"), is_nil(_FOUND), present(_HIT))
    # Another seller's name for what was found by less of it.
    whole = position(_listed(_EVERYTHING), _KEYS[_SPELLED[-1][0]])
    yield assign(_WHOLE, True, is_nil(_WHOLE), present(_HIT), equals(_TEXT, ""), at_least(whole, 0))


def _searched(paths: Sequence[range]) -> Iterator[Statement]:
    """Where the first of the keys is that the text has; it is found whole by a path's name, also without its date."""
    yield assign(_AT, joined([position(_TEXT, _KEYS[place]) for places in paths for place in places], " "))
    yield assign(_WHOLE, True, matches(_AT, f"^(?:(?:-1 ){{{len(paths[0])}}})*(?:-1 )?[0-9]"))
    yield replace(_AT, "^(?:-1 )*([0-9]+).*$", "$1")
    yield assign(_HIT, part(_TEXT, as_integer(_AT), length(_TEXT) - as_integer(_AT)), is_nil(_HIT), matches(_AT, "^[0-9]"))


def _rules(weak: Sequence[Row], strong: Sequence[Row], price: PriceOf) -> Iterator[Statement]:
    """The user's rules, from the weakest to the strongest, by the texts that `table.Row` names."""
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
