"""A sequence of results that can also be a data frame or a table in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from mtkg.display.html import table
from mtkg.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

T = TypeVar("T")
Record = dict[str, Any]


def needed(library: str) -> Any:
    """The optional *library*; raises `UsageError` that says how to install it."""
    from importlib import import_module  # noqa: PLC0415 - only who asks for a frame pays for it

    try:
        return import_module(library)
    except ImportError as error:
        raise UsageError(
            f"{library} is not installed", help="pip install 'mtkg[notebook]' brings it"
        ) from error


class Listing(Sequence[T], Generic[T]):
    """
    Results in order. ``listing[0]`` is one of them, ``listing[:3]`` a shorter listing.

    `records`, `to_pandas` and `to_polars` give the same columns: one row for each result, terms
    by local name, None where there is no value.
    """

    def __init__(self, items: Sequence[T], record: Callable[[T], Record]) -> None:
        self._items = tuple(items)
        self._record = record

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Listing[T]: ...
    def __getitem__(self, at: int | slice) -> T | Listing[T]:
        if isinstance(at, slice):
            return Listing(self._items[at], self._record)
        return self._items[at]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listing) and self._items == other._items

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return f"<{len(self)} results: {', '.join(repr(each) for each in self._items[:2])} …>"

    def records(self) -> list[Record]:
        """One dictionary for each result."""
        return [self._record(each) for each in self._items]

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame; raises `UsageError` where pandas is not installed."""
        frame: pd.DataFrame = needed("pandas").DataFrame.from_records(self.records())
        return frame

    def to_polars(self) -> pl.DataFrame:
        """A polars frame; raises `UsageError` where polars is not installed."""
        frame: pl.DataFrame = needed("polars").DataFrame(self.records(), infer_schema_length=None)
        return frame

    def _repr_html_(self) -> str:
        return table(self[:50].records(), len(self))
