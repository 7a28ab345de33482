"""Where a session's graph comes from: this installation, a folder, or a service."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from mtkg.build.ready import ready_release
from mtkg.session.asking import Session
from mtkg.settings import load_settings
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.remote import RemoteStore


def load(release: Path | str | None = None) -> Session:
    """
    The graph of this installation, or of the folder *release*.

    Inside a checkout it is that checkout's, built first where files have changed. Takes about a
    second. Raises `mtkg.errors.GraphUnavailable` where there is no release that can be read.
    """
    folder = Path(release) if release is not None else ready_release()[0]
    return Session(EmbeddedStore.from_release(folder))


def connect(url: str) -> Session:
    """
    The graph that is served at *url*: an mtkg service, or any SPARQL 1.1 endpoint that has it.

    ``http://host:8000`` means the service's ``/sparql``; an address with a path is taken as it
    is. The graph is read whole when it is first used; queries are answered there, and a draft
    given to `Session.check` is sent there. Raises `mtkg.errors.UsageError` for what is no
    address, and `mtkg.errors.GraphUnavailable`, when first used, where nothing answers.
    """
    settings = load_settings()
    bare = urlsplit(url).path in ("", "/")
    endpoint = f"{url.rstrip('/')}/sparql" if bare else url
    store = RemoteStore(
        endpoint, timeout_s=settings.endpoint_timeout_s, retries=settings.endpoint_retries
    )
    return Session(store, service=endpoint.removesuffix("/sparql"))
