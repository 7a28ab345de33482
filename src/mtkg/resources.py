"""Where the project's files are: inside an installed wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def data_dir(name: str) -> Path:
    """
    Folder *name* (``ontology``, ``queries``, ``notebooks``) as shipped in the wheel, else as in a
    checkout.

    Raises `FileNotFoundError` naming both places where neither exists.
    """
    packaged = _PACKAGE / name
    if packaged.is_dir():
        return packaged
    checkout = _CHECKOUT / name
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError(f"no {name!r} folder in {packaged} nor in {checkout}")


def ontology_dir(start: Path | None = None) -> Path:
    """
    The ontology to work on: ``./ontology`` if *start* (default: here) has one, else the packaged.

    A folder counts as an ontology only if it holds Turtle directly or under ``modules``.
    """
    here = (start or Path.cwd()) / "ontology"
    if here.is_dir() and any(here.rglob("*.ttl")):
        return here
    return data_dir("ontology")


def release_dir(ontology: Path) -> Path:
    """
    Where the build of *ontology* lies: ``build/release`` beside it, or the wheel's own.

    The wheel ships its release at ``mtkg/release``; an installed package is never written to.
    """
    if ontology.resolve() == (_PACKAGE / "ontology").resolve():
        return _PACKAGE / "release"
    return ontology.parent / "build" / "release"


def queries_dir(start: Path | None = None) -> Path:
    """The catalogue's folder: ``./queries`` if *start* has one with queries, else packaged."""
    here = (start or Path.cwd()) / "queries"
    if here.is_dir() and any(here.glob("*.rq")):
        return here
    return data_dir("queries")


def internal_query(name: str) -> str:
    """The text of ``src/mtkg/sparql/<name>.rq``: a query the project itself asks of any store."""
    return (_PACKAGE / "sparql" / f"{name}.rq").read_text(encoding="utf-8")
