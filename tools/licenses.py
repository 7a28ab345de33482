"""
The licence of every installed distribution, as each states it in its own metadata.

``python -m tools.licenses`` prints a Markdown table; what states none is said to state none.
"""

from __future__ import annotations

from importlib.metadata import Distribution, distributions


def licence(found: Distribution) -> str:
    """The SPDX expression, else the classifiers, else the first line of the free text."""
    meta = found.metadata
    if "License-Expression" in meta:
        return meta["License-Expression"]
    prefix = "License :: "
    told = [c.rpartition(" :: ")[2] for c in meta.get_all("Classifier", ()) if c.startswith(prefix)]
    text = "\n".join(meta.get_all("License", ())).strip().splitlines()
    return "; ".join(told) or (text[0][:80] if text else "states none")


def report() -> str:
    """One row for each distribution, by name."""
    found = {d.metadata["Name"]: d for d in distributions()}
    rows = [
        f"| {name} | {found[name].version} | {licence(found[name])} |"
        for name in sorted(found, key=str.casefold)
    ]
    return "\n".join(["| package | version | licence |", "|---|---|---|", *rows, ""])


if __name__ == "__main__":
    print(report(), end="")
