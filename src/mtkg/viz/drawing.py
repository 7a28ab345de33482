"""
Boxes and arrows, and the SVG made of them.

Colors and strokes stand as attributes, so that a saved file looks right anywhere; a page's style
sheet overrides them by class. Status is told by color, by stroke, by a mark and in words.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from mtkg.model.vocabulary import MTKG

BOX_WIDTH: Final = 176.0
FONT: Final = 13.5
LINE: Final = 17.0
PADDING: Final = 10.0
MOST_LINES: Final = 3

STROKES: Final[Mapping[str, tuple[str, str, float]]] = MappingProxyType(
    {
        "established": ("#0b6b4b", "", 2.6),
        "supported": ("#2c7a3f", "", 2.0),
        "mixed": ("#8a5a00", "9 4", 2.0),
        "insufficient": ("#6b4fa0", "4 4", 1.8),
        "unassessed": ("#5f6b76", "1.5 4", 1.8),
        "disputed": ("#b3261e", "12 3 2 3", 2.0),
    }
)
PLAIN: Final = ("#9aa4ad", "", 1.2)
"""Color, dashes and width of a line that makes no claim."""

_NARROW = frozenset("iljtfrI.,:;'’()|-! ")
_WIDE = frozenset("mwMWQO")


@dataclass(frozen=True, slots=True)
class Box:
    """A term in a picture: lines of its name, a caption above and a note below; corner at x, y."""

    id: str
    lines: tuple[str, ...]
    caption: str = ""
    note: str = ""
    kind: str = ""
    url: str | None = None
    status: str | None = None
    main: bool = False
    x: float = 0.0
    y: float = 0.0
    width: float = BOX_WIDTH

    @property
    def height(self) -> float:
        """In pixels, by the lines it holds."""
        small = bool(self.caption) + bool(self.note)
        return LINE * len(self.lines) + 14 * small + 2 * PADDING - 3

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """A curve from *start* to *end* (points), with the words and the status it has."""

    start: tuple[float, float]
    end: tuple[float, float]
    status: str | None = None
    label: str = ""
    title: str = ""
    weakest: bool = False
    width: float | None = None
    bow: float = 0.0
    id: str = ""
    via: tuple[tuple[float, float], ...] = ()
    marked: bool = True
    at: float = 0.5

    @property
    def path(self) -> str:
        """The curve as SVG path data: it leaves, passes *via* and arrives level."""
        (x1, y1), (x2, y2) = self.start, self.end
        if abs(x2 - x1) < 2 and not self.via:
            return f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
        points = [self.start, *self.via, self.end]
        curves = (_curve(p, q, self.bow) for p, q in itertools.pairwise(points))
        return f"M{x1:.1f} {y1:.1f}{''.join(curves)}"

    @property
    def middle(self) -> tuple[float, float]:
        """The point at *at* along the curve, or along its first stretch: where its words stand."""
        (x1, y1), (x2, y2) = self.start, (self.via[0] if self.via else self.end)
        t, u = self.at, 1 - self.at
        center = (x1 + x2) / 2
        x = u**3 * x1 + 3 * u * t * center + t**3 * x2
        y = y1 + (y2 - y1) * (3 * t**2 - 2 * t**3) + 3 * u * t * self.bow
        return (x1, y1 + t * (y2 - y1)) if abs(x2 - x1) < 2 else (x, y)

    @property
    def stroke(self) -> tuple[str, str, float]:
        """Color, dashes, width."""
        color, dashes, width = STROKES.get(self.status or "", PLAIN)
        return color, dashes, self.width or width


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its name and what it shows in words."""

    title: str
    description: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    name: str = "picture"
    legend: tuple[str, ...] = field(default=())

    def svg(self) -> str:
        """The element for a page of the service: boxes lead to the pages of their terms."""
        return _template().render(picture=self, alone=False, line=LINE, padding=PADDING)

    def file(self) -> str:
        """A file of its own, on a white ground: boxes lead to the IRIs of their terms."""
        return _template().render(
            picture=self, alone=True, namespace=MTKG, line=LINE, padding=PADDING
        )


def _curve(start: tuple[float, float], end: tuple[float, float], bow: float) -> str:
    (x1, y1), (x2, y2) = start, end
    reach = max(abs(x2 - x1) / 2, 28.0) * (1 if x2 >= x1 else -1)
    return f"C{x1 + reach:.1f} {y1 + bow:.1f} {x2 - reach:.1f} {y2 + bow:.1f} {x2:.1f} {y2:.1f}"


def wrapped(text: str, width: float = BOX_WIDTH - 2 * PADDING) -> tuple[str, ...]:
    """*text* in lines of at most *width* pixels, `MOST_LINES` at most; the last ends in ``…``."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]
    return tuple(lines) or ("",)


def text_width(text: str, size: float = FONT) -> float:
    """About how wide *text* is in a sans-serif of *size* pixels."""
    units = sum(0.32 if c in _NARROW else 0.86 if c in _WIDE else 0.56 for c in text)
    return units * size


def stacked(boxes: Sequence[Box], x: float, middle: float, gap: float = 16.0) -> list[Box]:
    """*boxes* one under the other at *x*, centered on the height *middle*."""
    total = sum(box.height for box in boxes) + gap * max(len(boxes) - 1, 0)
    y = middle - total / 2
    placed = []
    for box in boxes:
        placed.append(replace(box, x=x, y=y))
        y += box.height + gap
    return placed


def height_of(boxes: Sequence[Box], gap: float = 16.0) -> float:
    """How high a stack of *boxes* is."""
    return sum(box.height for box in boxes) + gap * max(len(boxes) - 1, 0)


@lru_cache(maxsize=1)
def _template() -> Template:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return made.get_template("picture.svg.j2")
