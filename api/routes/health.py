"""Whether the service is up and ready, which build it serves, and what it counts."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.metrics import MEDIA_TYPE
from api.service import Service
from mtkg.errors import Busy
from mtkg.store.workers import WorkerPool

router = APIRouter(tags=["service"])


@router.get("/health", summary="Whether the process answers")
async def health(response: Response) -> dict[str, str]:
    """Always 200 while the process runs."""
    response.headers["cache-control"] = "no-store"
    return {"status": "ok"}


@router.get(
    "/ready",
    summary="Whether queries are answered",
    responses={503: {"description": "Not yet, or not at the moment"}},
)
async def ready(request: Request, response: Response) -> dict[str, str]:
    """200 once the query workers have loaded the graph; 503 until then."""
    service: Service = request.app.state.service
    runner = service.runner
    if isinstance(runner, WorkerPool):
        if runner.fault is not None:
            raise runner.fault
        if not runner.ready.is_set():
            raise Busy("the query workers are loading the graph", retry_after=1)
    response.headers["cache-control"] = "no-store"
    return {"status": "ready", "digest": service.digest}


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


@router.get("/metrics", summary="Counters for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """Requests by route and status, latencies, the cache, the queue, in the exposition format."""
    text = request.app.state.metrics.text()
    return Response(text, headers={"content-type": MEDIA_TYPE, "cache-control": "no-store"})
