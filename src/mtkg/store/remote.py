"""Any SPARQL 1.1 endpoint behind the same port, through SPARQLWrapper."""

from __future__ import annotations

import hashlib
import io
import time
from dataclasses import replace
from http.client import HTTPException
from itertools import islice
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pyoxigraph as ox
from SPARQLWrapper import CONSTRUCT, JSON, POST, SELECT, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from mtkg.errors import GraphUnavailable, LimitReached, SyntaxProblem, TimedOut, UsageError
from mtkg.model.vocabulary import MTKG
from mtkg.store import cutting
from mtkg.store.answer import Answer, Question, prepared, wanted_format, write_boolean, write_graph
from mtkg.store.formats import TABLE_BY_NAME
from mtkg.store.guard import guard
from mtkg.store.port import Solutions

_TABLE: Final = "application/sparql-results+json"
_GRAPH: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_MOST_BYTES: Final = 400_000_000
_PAUSE_S: Final = 0.2
_FORMS: Final = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
# Not worth another try: the endpoint understood, and refused.
_FINAL: Final = frozenset((400, 401, 403, 404, 405, 406, 413, 414, 415, 422))
_MALFORMED: Final = frozenset((400, 422))


class RemoteStore:
    """
    A remote dataset. Its content may change while it is used, so it has no digest to cache by.

    A query that fails for the network's or the server's sake is sent again *retries* times.
    """

    def __init__(self, url: str, *, timeout_s: float = 30.0, retries: int = 2) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise UsageError(
                f"{url!r} is no address of an endpoint", help="give one such as https://host/sparql"
            )
        self.url = url
        self._timeout_s = timeout_s
        self._retries = retries

    @property
    def digest(self) -> str:
        """A name for the address, not for the content behind it."""
        return hashlib.sha256(self.url.encode()).hexdigest()

    def select(self, query: str) -> Solutions:
        """The solutions of a SELECT query; unbound variables are absent from their row."""
        body, _ = self._fetch(query, _TABLE)
        try:
            found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            if not isinstance(found, ox.QuerySolutions):
                raise self._broken("it gave no rows for a SELECT query")
            names = tuple(variable.value for variable in found.variables)
            rows = [
                {name: value for name, value in zip(names, row, strict=True) if value is not None}
                for row in found
            ]
        except (SyntaxError, ValueError) as error:
            raise self._broken(f"its JSON cannot be read: {error}") from error
        return Solutions(names, rows)

    def ask(self, query: str) -> bool:
        """The answer of an ASK query."""
        body, _ = self._fetch(query, _TABLE)
        return self._boolean(body)

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, each once."""
        body, media = self._fetch(query, _GRAPH)
        form = _FORMS.get(media, ox.RdfFormat.TURTLE)
        try:
            return list(dict.fromkeys(q.triple for q in ox.parse(body, form, base_iri=MTKG)))
        except SyntaxError as error:
            raise self._broken(f"its {media} cannot be read: {error}") from error

    def answer(self, question: Question, timeout_s: float) -> Answer:
        """
        A query from outside: guarded here, bounded, and rewritten into the format asked for.

        Raises what `mtkg.store.answer.answer` raises, `TimedOut` and `GraphUnavailable`.
        """
        query = guard(question.text)
        wanted = wanted_format(query, question)
        text = prepared(query, question.max_rows)
        asked = replace(question, text=text)
        timeout = min(timeout_s, self._timeout_s)
        if query.form in ("CONSTRUCT", "DESCRIBE"):
            body, media = self._fetch(text, _GRAPH, asked, timeout)
            form = _FORMS.get(media, ox.RdfFormat.TURTLE)
            triples = (q.triple for q in ox.parse(body, form, base_iri=MTKG))
            found = list(dict.fromkeys(islice(triples, question.max_rows + 1)))
            graph, cut = write_graph(found, wanted, question)
            return Answer(graph, wanted, is_graph=True, cut=cut, volatile=True)
        body, _ = self._fetch(text, _TABLE, asked, timeout)
        if query.form == "ASK":
            return Answer(write_boolean(self._boolean(body), wanted), wanted, is_graph=False)
        table, cut = self._rewritten(body, wanted, question)
        return Answer(table, wanted, is_graph=False, cut=cut, volatile=True)

    def _boolean(self, body: bytes) -> bool:
        try:
            found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QueryBoolean):
                return bool(found)
            # Virtuoso answers ASK with one row of one variable of its own.
            if [variable.value for variable in found.variables] == ["__ASK_RETVAL"]:
                return any(row[0].value in ("1", "true") for row in found)
        except (SyntaxError, ValueError) as error:
            raise self._broken(f"its JSON cannot be read: {error}") from error
        raise self._broken("it gave no boolean for an ASK query")

    def _rewritten(self, body: bytes, name: str, question: Question) -> tuple[bytes, str]:
        try:
            found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            out = io.BytesIO()
            form = TABLE_BY_NAME[name].engine
            if not isinstance(form, ox.QueryResultsFormat):
                raise TypeError(f"{name} is no format of tables")
            found.serialize(out, form)
        except (SyntaxError, ValueError) as error:
            raise self._broken(f"its JSON cannot be read: {error}") from error
        written = out.getvalue()
        if len(written) > question.max_bytes:
            return cutting.cut_bytes(written[: question.max_bytes], name), "bytes"
        return cutting.cut_rows(written, name, question.max_rows)

    def _fetch(
        self,
        query: str,
        accept: str,
        question: Question | None = None,
        timeout_s: float | None = None,
    ) -> tuple[bytes, str]:
        """The endpoint's bytes and their media type, after as many tries as are allowed."""
        limit = timeout_s or self._timeout_s
        deadline = time.monotonic() + limit
        pause = _PAUSE_S
        for left in range(self._retries, -1, -1):
            try:
                return self._send(query, accept, question, max(deadline - time.monotonic(), 0.1))
            except (HTTPError, SPARQLWrapperException) as error:
                if _status(error) in _FINAL or not left:
                    raise self._refused(error, limit) from error
            except (OSError, HTTPException) as error:
                if isinstance(getattr(error, "reason", error), TimeoutError):
                    raise self._late(limit) from error
                if not left:
                    raise self._broken(str(getattr(error, "reason", error))) from error
            if time.monotonic() + pause > deadline:
                raise self._late(limit)
            time.sleep(pause)
            pause *= 2
        raise self._broken("no answer")

    def _send(
        self, query: str, accept: str, question: Question | None, timeout_s: float
    ) -> tuple[bytes, str]:
        wrapper: Any = SPARQLWrapper(self.url, agent="mtkg")
        wrapper.setTimeout(max(1, round(timeout_s)))
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON if accept == _TABLE else TURTLE)
        # Only the protocol's own parameters go out; the format is asked for by Accept alone.
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        wrapper.setQuery(query)
        # It guesses the form from the text, and would send some as an update; ours only read.
        wrapper.queryType = SELECT if accept == _TABLE else CONSTRUCT
        if question is not None:
            for graph in question.default_graphs or ():
                wrapper.addParameter("default-graph-uri", graph)
            for graph in question.named_graphs or ():
                wrapper.addParameter("named-graph-uri", graph)
        with wrapper.query().response as response:
            media = str(response.headers.get_content_type())
            body: bytes = response.read(_MOST_BYTES + 1)
        if len(body) > _MOST_BYTES:
            raise LimitReached(f"{self.url} answers more than can be held", limit=_MOST_BYTES)
        return body, media

    def _refused(self, error: Exception, limit: float) -> Exception:
        """What went wrong, from what the endpoint said."""
        status = _status(error)
        said = " ".join(_said(error).split())[:300]
        if status in _MALFORMED:
            return SyntaxProblem(f"{self.url} says: {said}", line=1, column=1)
        if status in (408, 504) or "timeout" in said.lower() or "timed out" in said.lower():
            return self._late(limit)
        return self._broken(f"HTTP {status} {said}")

    def _late(self, limit: float) -> TimedOut:
        return TimedOut(
            f"{self.url} did not answer within {limit:g} seconds",
            limit=limit,
            help="ask for less, or allow more with MTKG_ENDPOINT_TIMEOUT_S",
        )

    def _broken(self, why: str) -> GraphUnavailable:
        return GraphUnavailable(
            f"{self.url} does not answer: {why}", help="see whether the endpoint runs, then retry"
        )


def _status(error: Exception) -> int:
    """The HTTP status behind an exception of SPARQLWrapper or urllib."""
    names = {
        "QueryBadFormed": 400,
        "Unauthorized": 401,
        "EndPointNotFound": 404,
        "URITooLong": 414,
        "EndPointInternalError": 500,
    }
    return int(getattr(error, "code", 0)) or names.get(type(error).__name__, 500)


def _said(error: Exception) -> str:
    if isinstance(error, HTTPError):
        return error.read(2000).decode("utf-8", "replace")
    return str(error)
