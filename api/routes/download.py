"""``/download``: the files of the release that is served, and of every dated one that was kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from api.service import Service
from mtkg.errors import NotFound
from mtkg.releases import DATE, Published, published, release_of
from mtkg.store.manifest import read_manifest

router = APIRouter(tags=["service"])

_MEDIA: Final = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".owl": "application/rdf+xml",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".trig": "application/trig",
    ".json": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".cff": "application/yaml",
}
_TEXT: Final = "text/plain"
# What lies in the folder of releases may grow while the server runs.
_AS_IT_IS: Final = {"cache-control": "no-store"}
_FOR_EVER: Final = {"cache-control": "public, max-age=31536000, immutable"}
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {media: {} for media in sorted({*_MEDIA.values(), _TEXT})}},
    404: {"description": "No such file in the release"},
}


@router.get("/download", summary="The files of the release, and the dated releases")
async def files(request: Request) -> JSONResponse:
    """Names, sizes and checksums; ``releases`` lists every dated release, the newest first."""
    kept = await asyncio.to_thread(published, _shelf(request))
    answer = {
        "items": _items("/download", (await _manifest(request)).get("files", {})),
        "release": _service(request).release.version,
        "date": _service(request).release.date or None,
        "releases": [
            {"date": each.date, "href": f"/download/{each.date}", "files": len(each.files)}
            for each in kept
        ],
    }
    return JSONResponse(answer, headers=_AS_IT_IS)


@router.get(
    "/download/{file}",
    summary="One file of the release, or the files of a dated one",
    response_class=Response,
    responses=_FILE,
)
async def download(request: Request, file: str) -> Response:
    """The file as the build wrote it; its ``ETag`` is its SHA-256, and ranges are answered."""
    return await (_dated if DATE.match(file) else _current)(request, file)


@router.get(
    "/download/{date}/{file}",
    summary="One file of a dated release, which never changes",
    response_class=Response,
    responses=_FILE,
)
async def download_dated(request: Request, date: str, file: str) -> Response:
    """The file as it was published; its ``ETag`` is its SHA-256, and it may be kept for ever."""
    release = await _kept(request, date)
    if release is None:
        # Not published yet: the build at hand is the only release of that date.
        return await _current(request, file)
    if file not in release.files:
        raise NotFound("file", file, sorted(release.files))
    return _sent(release.folder / file, release.files[file].sha256, _FOR_EVER)


async def _current(request: Request, file: str) -> Response:
    folder = _service(request).folder
    known = (await _manifest(request)).get("files", {})
    if file not in known or folder is None:
        raise NotFound("file", file, sorted(known))
    return _sent(Path(folder) / file, known[file]["sha256"], {})


async def _dated(request: Request, date: str) -> Response:
    release = await _kept(request, date)
    if release is None:
        known: Any = (await _manifest(request)).get("files", {})
    else:
        known = {
            name: {"bytes": file.bytes, "sha256": file.sha256}
            for name, file in release.files.items()
        }
    answer = {
        "items": _items(f"/download/{date}", known),
        "date": date,
        "published": release is not None,
    }
    return JSONResponse(answer, headers=_AS_IT_IS)


async def _kept(request: Request, date: str) -> Published | None:
    """
    The dated release; None for the date of the build that is served, where it is not published.

    Raises `NotFound` for every other date.
    """
    release = await asyncio.to_thread(release_of, _shelf(request), date)
    if release is None and date != _service(request).release.date:
        kept = await asyncio.to_thread(published, _shelf(request))
        dates = {each.date for each in kept} | {_service(request).release.date}
        raise NotFound("release", date, sorted(filter(None, dates), reverse=True)[:5])
    return release


def _items(base: str, known: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "href": f"{base}/{name}", **about} for name, about in sorted(known.items())
    ]


def _sent(path: Path, sha256: str, headers: dict[str, str]) -> FileResponse:
    return FileResponse(
        path,
        media_type=_MEDIA.get(path.suffix, _TEXT),
        headers={"etag": f'"{sha256}"'} | headers,
        filename=path.name,
        content_disposition_type="inline",
    )


def _shelf(request: Request) -> Path:
    return Path(request.app.state.settings.releases)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _manifest(request: Request) -> dict[str, Any]:
    folder = _service(request).folder
    if folder is None:
        return {}
    return await asyncio.to_thread(read_manifest, Path(folder))
