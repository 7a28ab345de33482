"""
What mkdocs runs on each page: links to files of the repository become their names.

The site holds ``docs/`` only. A link that leaves it would be dead there, so it becomes its text
with the file's path; a link to a file that is not there ends the build.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(((?:\.\./)+[^)#\s]*)(?:#[^)\s]*)?\)")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """*markdown* without links out of ``docs/``; raises `FileNotFoundError` for a dead one."""
    folder = (DOCS / page.file.src_uri).parent

    def named(match: re.Match[str]) -> str:
        text, link = match.groups()
        target = (folder / link).resolve()
        if not target.exists():
            raise FileNotFoundError(f"{page.file.src_uri} links to {link}, which is not there")
        if target.is_relative_to(DOCS):
            return match.group(0)
        path = target.relative_to(ROOT).as_posix()
        return text if path in text else f"{text} (`{path}`)"

    return LINK.sub(named, markdown)
