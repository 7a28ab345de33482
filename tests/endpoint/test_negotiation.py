"""Which representation a client gets."""

from __future__ import annotations

import pytest

from api.caching import accepts_gzip, matches
from api.negotiation import best, split_suffix

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
OFFERS = ("application/json", "text/html", "text/turtle")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("*", "application/json"),
        (BROWSER, "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/*", "text/html"),
        ("text/*;q=0.5, text/turtle", "text/turtle"),
        ("text/html;q=0.2, application/json;q=0.1", "text/html"),
        ("application/json;q=0, */*", "text/html"),
        ("text/html;level=1;q=0.3, text/turtle;q=0.4", "text/turtle"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/html;q=nonsense", None),
        ("nonsense", "application/json"),
    ],
)
def test_the_most_specific_range_gives_the_quality(accept: str, chosen: str | None) -> None:
    assert best(accept, OFFERS) == chosen


@pytest.mark.parametrize(
    ("path", "stem", "suffix"),
    [
        ("/terms/Joint.ttl", "/terms/Joint", "ttl"),
        ("/terms/Joint", "/terms/Joint", None),
        ("/terms/Joint.exe", "/terms/Joint.exe", None),
        ("/terms/.ttl", "/terms/.ttl", None),
        ("/download/mtkg.ttl", "/download/mtkg.ttl", None),
        ("/static/a.html", "/static/a.html", None),
        ("/openapi.json", "/openapi.json", None),
        ("/context.jsonld", "/context.jsonld", None),
    ],
)
def test_a_suffix_is_cut_where_it_names_a_representation(
    path: str, stem: str, suffix: str | None
) -> None:
    assert split_suffix(path) == (stem, suffix)


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        (b"gzip", True),
        (b"br, gzip;q=0.5", True),
        (b"*", True),
        (b"gzip;q=0", False),
        (b"br", False),
        (b"identity, *;q=0", False),
        (b"gzip;q=x", False),
    ],
)
def test_gzip_is_used_where_it_is_accepted(header: bytes, allowed: bool) -> None:
    assert accepts_gzip(header) is allowed


@pytest.mark.parametrize(
    ("condition", "same"),
    [(b'"a"', True), (b'W/"a"', True), (b'"b", "a"', True), (b"*", True), (b'"b"', False)],
)
def test_a_condition_is_compared_weakly_with_each_of_its_tags(condition: bytes, same: bool) -> None:
    assert matches(condition, b'"a"') is same
