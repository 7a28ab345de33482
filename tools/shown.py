"""
Run the commands that documents show and put their real output beside them.

In a fenced ``console`` block each line that starts with ``$ mtkg`` is a command, and what follows
is its output; ``…`` alone on a line stands for lines left out. ``python -m tools.shown README.md``
writes the output anew; the tests only look whether it still is so.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"(^```console\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (mtkg .*)$")
CUT = "…"


def commands(block: str) -> list[tuple[str, list[str]]]:
    """Each command of a block with the lines shown as its output."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        match = COMMAND.match(line)
        if match:
            found.append((match.group(1), []))
        elif found:
            found[-1][1].append(line)
    return found


def output(command: str) -> list[str]:
    """The lines that *command* prints, trailing blanks cut."""
    words = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "mtkg", *words], capture_output=True, text=True, check=False
    )
    return [line.rstrip() for line in (done.stdout + done.stderr).rstrip().splitlines()]


def shown(real: list[str], before: list[str]) -> list[str]:
    """
    What of *real* to show where *before* stood: all of it, or as many lines as stood before a cut.

    Where the document cut the end off, the same number of lines is kept.
    """
    while before and not before[-1]:
        before = before[:-1]
    if before and before[-1] == CUT and len(real) > len(before):
        return [*real[: len(before) - 1], CUT]
    return real


def renewed(text: str) -> str:
    """*text* with the output of every command as it is now."""

    def block(match: re.Match[str]) -> str:
        lines: list[str] = []
        for command, before in commands(match.group(2)):
            if lines:
                lines.append("")
            lines += [f"$ {command}", *shown(output(command), before)]
        return match.group(1) + "\n".join(lines) + "\n" + match.group(3)

    return BLOCK.sub(block, text)


def main() -> None:
    """Renew the documents named."""
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"{name}: {len(BLOCK.findall(path.read_text(encoding='utf-8')))} blocks run")


if __name__ == "__main__":
    main()
