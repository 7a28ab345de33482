"""``/download/{file}``: the files of the release that is served."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from api.service import Service
from mtkg.errors import NotFound
from mtkg.store.loading import read_manifest

router = APIRouter(tags=["service"])

_MEDIA: Final = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".owl": "application/rdf+xml",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".trig": "application/trig",
    ".json": "application/json",
}


@router.get("/download", summary="The files of the release")
async def files(request: Request) -> dict[str, Any]:
    """Names, sizes and checksums."""
    found = await _manifest(request)
    return {
        "items": [
            {"name": name, "href": f"/download/{name}", **about}
            for name, about in sorted(found.get("files", {}).items())
        ],
        "release": _service(request).release.version,
    }


@router.get(
    "/download/{file}",
    summary="One file of the release",
    response_class=Response,
    responses={
        200: {"content": {media: {} for media in sorted(set(_MEDIA.values()))}},
        404: {"description": "No such file in the release"},
    },
)
async def download(request: Request, file: str) -> Response:
    """The file as the build wrote it; its ``ETag`` is its SHA-256, and ranges are answered."""
    known = (await _manifest(request)).get("files", {})
    folder = _service(request).folder
    if file not in known or folder is None:
        raise NotFound("file", file, sorted(known))
    media = _MEDIA.get(Path(file).suffix, "application/octet-stream")
    headers = {"etag": f'"{known[file]["sha256"]}"'}
    return FileResponse(
        Path(folder) / file,
        media_type=media,
        headers=headers,
        filename=file,
        content_disposition_type="inline",
    )


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _manifest(request: Request) -> dict[str, Any]:
    folder = _service(request).folder
    if folder is None:
        return {}
    return await asyncio.to_thread(read_manifest, Path(folder))
