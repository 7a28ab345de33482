"""What stands in a query string or a form is read as the standard library reads it, only sooner."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from api.protocol import decoded
from mtkg.errors import UsageError

PIECES = st.sampled_from(
    [
        "%20",
        "%7B",
        "%7b",
        "%",
        "%2",
        "%25",
        "%2520",
        "%30",
        "%C3%A9",
        "%ff",
        "%2B",
        "%26",
        "%3D",
        "%%20",
        "%4",
        "a",
        "5",
        "F",
        "=",
        "&",
        "+",
        ";",
        "query",
        "é",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_text_is_read_as_the_standard_library_reads_it(text: str) -> None:
    try:
        expected = parse_qsl(text.encode().decode("ascii"), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError):
        expected = None
    try:
        found = decoded(text.encode())
    except UsageError:
        found = None

    assert found == expected
