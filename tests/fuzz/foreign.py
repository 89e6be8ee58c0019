"""What somebody else may have written, as strategies of hypothesis."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from services.catalogue.package.export import film_schema, rejected_schema

# Beyond what a number of a database, an array or a float may be.
_NUMBERS = st.one_of(
    st.integers(), st.sampled_from([2**31, 2**63, 2**64, -(2**63) - 1, 10**400]), st.floats()
)


_NAMES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["../x", "/etc/passwd", "a\0b", "x" * 300, ".", "", "films.parquet", "\ud800"]),
)


_ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), _NUMBERS, _NAMES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def changed(sound: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a sound value of JSON of which some part is another."""
    if isinstance(sound, dict) and sound:
        one = st.sampled_from(sorted(sound))
        within = one.flatmap(
            lambda name: changed(sound[name]).map(lambda other: {**sound, name: other})
        )
        without = one.map(lambda name: {key: sound[key] for key in sound if key != name})
        renamed = st.tuples(one, _NAMES).map(
            lambda pair: {pair[1] if name == pair[0] else name: sound[name] for name in sound}
        )
        more = st.tuples(_NAMES, _ANY).map(lambda pair: {**sound, pair[0]: pair[1]})
        return st.one_of(within, within, within, renamed, without, more, _ANY)
    if isinstance(sound, list) and sound:
        return st.one_of(changed(sound[0]).map(lambda other: [other, *sound[1:]]), _ANY)
    return st.one_of(_ANY, st.just(sound))


def texts(sound: Any) -> st.SearchStrategy[bytes]:
    """Return a strategy for a text that is JSON, or nearly."""
    told = changed(sound).map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass"))
    cut = st.tuples(told, st.integers(0, 60)).map(lambda pair: pair[0][: -pair[1] or None])
    deep = st.tuples(
        st.sampled_from([b"[", b'{"a":', b"[[1],"]), st.sampled_from([5, 10**4, 10**5])
    )
    return st.one_of(told, told, told, cut, deep.map(lambda pair: pair[0] * pair[1]), st.binary())


def lists(columns: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """Return a strategy for a CSV, or what is nearly one."""
    field = st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["Heat", "a.jpg", "../a.jpg", "1995", "1995.0", "tt0113277", '"', '""', "\0", "\r",
            "\n", "train", "https://[", "http://a/b.jpg", "x" * 140_000, "Heat (1995)", "\ud800",
             "\u202e"]
        ),
    )  # fmt: skip
    plain = st.lists(field, max_size=9).map(",".join)
    quoted = st.lists(field, max_size=9).map(
        lambda row: ",".join('"' + text.replace('"', '""') + '"' for text in row)
    )
    head = st.lists(st.sampled_from(columns), max_size=9).map(",".join)
    heads = st.one_of(st.just(",".join(columns)), st.just(",".join(columns)), head, plain)
    lines = st.tuples(heads, st.lists(st.one_of(plain, quoted, quoted), max_size=5))
    ends = st.sampled_from(["\n", "\r\n", "\r"])
    encodings = st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16"])
    return st.one_of(
        st.tuples(lines, ends, encodings).map(
            lambda given: (
                given[1].join([given[0][0], *given[0][1]]).encode(given[2], "surrogatepass")
            )
        ),
        st.binary(),
    )


def films_and_judgements() -> st.SearchStrategy[Any]:
    """Return a strategy for a package's films, its judgements, and a length of embeddings."""
    # What Parquet can hold: UTF-8, and numbers of the column's width.
    words = st.one_of(
        st.none(),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        st.sampled_from(
            ["tt0113277", "tt1/) [x](https://evil.example)", "a\nb", "\u202e", "x" * 4_000,
             "ab" * 32, "cd" * 32, "../../x.jpg", "/etc/passwd", "train", "\0", " "]
        ),
    )  # fmt: skip
    many = st.one_of(st.none(), st.lists(words, max_size=3))
    whole = st.one_of(st.none(), st.integers(-(2**31), 2**31 - 1), st.sampled_from([949, 1995]))
    long = st.one_of(whole, st.integers(-(2**63), 2**63 - 1))
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "tmdb_id": long, "year": whole, "genres": many, "aliases": many, "size": long,
        "redistributable": st.one_of(st.none(), st.booleans()), "width": whole, "height": whole,
        "popularity": st.one_of(st.none(), st.floats()),
    }  # fmt: skip
    row = st.fixed_dictionaries({name: kinds.get(name, words) for name in film_schema().names})
    rejected = st.fixed_dictionaries(
        {
            name: {"kept": st.one_of(st.none(), st.booleans()), "judged_at": st.none()}.get(
                name, words
            )
            for name in rejected_schema().names
        }
    )
    return st.tuples(st.lists(row, max_size=4), st.lists(rejected, max_size=2), changed(4))
