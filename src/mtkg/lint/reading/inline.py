"""
Inline Markdown as clean text, with the offset of every character.

markdown-it gives lines for blocks and nothing for what is inside them, so the inside is read here:
escapes, entities, code, links, pictures, emphasis and tags (https://spec.commonmark.org/0.31.2/).
"""

from __future__ import annotations

import html
import re
from typing import Final

from mtkg.lint.reading.document import HIDDEN, BlockBuilder

_INLINE: Final = re.compile(
    r"""(?P<escape>\\(?P<escaped>[!-/:-@\[-`{-~]))
    |(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))
    |(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<comment><!--.*?-->)
    |(?P<auto><(?P<address>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>)
    |(?P<tag></?[A-Za-z][^<>]*>)
    |(?P<image>!\[[^\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])?)
    |(?P<note>\[\^[^\]\s]+\])
    |(?P<close>\](?:\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\)|\[[^\]]*\]))
    |(?P<marks>\*+|~~+|_+)
    |(?P<open>\[)
    """,
    re.VERBOSE | re.DOTALL,
)
_SPECIAL: Final = re.compile(r"[\\`&<!\[\]*~_]")


def add_inline(builder: BlockBuilder, text: str, source: int) -> None:
    """Append one line of Markdown, *text*, which starts at *source*, to *builder* as prose."""
    if not _SPECIAL.search(text):
        builder.add(text, source)
        return
    done = 0
    open_links = (
        [m.start() for m in re.finditer(r"\[", text)] if "](" in text or "][" in text else []
    )
    linked = _link_openers(text) if open_links else frozenset()
    for match in _INLINE.finditer(text):
        start, end = match.span()
        kept: tuple[str, int] | None = None
        match match.lastgroup:
            case "escaped" | "escape":
                kept = (match["escaped"], 2)
            case "code" | "ticks" | "image":
                kept = (HIDDEN, end - start)
            case "entity":
                kept = (html.unescape(match["entity"]) or " ", end - start)
            case "auto" | "address":
                builder.links.append(match["address"])
            case "note":
                builder.links.append(match["note"])
            case "close" | "target":
                if match["target"]:
                    builder.links.append(match["target"].strip("<>"))
            case "marks":
                if not _is_emphasis(text, start, end):
                    continue
            case "open":
                if start not in linked:
                    continue
            case _:
                pass
        builder.add(text[done:start], source + done)
        if kept is not None:
            builder.add(kept[0], source + start, kept[1])
        done = end
    builder.add(text[done:], source + done)


def _link_openers(text: str) -> frozenset[int]:
    """Where the brackets open that a link's ``](…)`` closes."""
    waiting: list[int] = []
    found: set[int] = set()
    for index, character in enumerate(text):
        if character == "[":
            waiting.append(index)
        elif character == "]" and waiting:
            opener = waiting.pop()
            if text[index + 1 : index + 2] in ("(", "["):
                found.add(opener)
    return frozenset(found)


def _is_emphasis(text: str, start: int, end: int) -> bool:
    """Whether a run of ``*``, ``_`` or ``~`` touches a word, and is no lone mark or snake_case."""
    before, after = text[start - 1 : start], text[end : end + 1]
    left, right = before.strip() != "", after.strip() != ""
    if text[start] == "_" and before.isalnum() and after.isalnum():
        return False
    return left or right
