"""Whether the service is up, ready, and which build it serves."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.service import Service

router = APIRouter(tags=["service"])


@router.get("/health", summary="Whether the process answers")
async def health(response: Response) -> dict[str, str]:
    """Always 200 while the process runs."""
    response.headers["cache-control"] = "no-store"
    return {"status": "ok"}


@router.get("/version", summary="Which build is served")
async def version(request: Request) -> dict[str, Any]:
    """Version, release date, digest and counts of what is served."""
    service: Service = request.app.state.service
    release = service.release
    return {
        "name": "mtkg",
        "version": release.version,
        "release": release.date,
        "digest": release.digest,
        "counts": dict(release.counts),
    }
