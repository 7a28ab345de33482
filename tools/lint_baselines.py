"""
Two plain programs that the article checker is compared with; both come with ``.[bench]``.

The *phrase matcher* is spaCy's, on every name of the graph, letter case aside, longest first. Its
claims are pairs of terms in one sentence, with the relation that the graph's claims most often have
between two terms of such kinds. *negspacy* (NegEx) says which of the terms found are negated. Both
get the clean text that the checker's reader makes of an article, and spaCy's blank English pipeline
with its sentence splitter; no model is downloaded.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from mtkg.graph import Graph
from mtkg.lint.reading.document import Document, is_own
from mtkg.model.vocabulary import KINDS
from tools.measuring.answers import Answer, Named, Said
from tools.measuring.claims import match, score_claims, score_terms
from tools.measuring.corpus import Article, Claim, Sentence
from tools.measuring.tally import Tally

if TYPE_CHECKING:
    from spacy.language import Language

PHRASES: Final = "phrase matcher"
NEGEX: Final = "negspacy"
_TERM: Final = "TERM"
_SEPARATOR: Final = "|"
Kinds = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A term that was found, where it stands in the source, and whether NegEx calls it negated."""

    at: int
    named: Named
    negated: bool


class Baselines:
    """Both programs, made ready for one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._pipeline = pipeline(names_of(graph))
        self._relations = usual_relations(graph)

    def marked(self, document: Document) -> list[list[Marked]]:
        """The terms of each sentence of *document*, sentences without any left out."""
        found = []
        for block in document.blocks:
            if not is_own(block):
                continue
            for sentence in self._pipeline(block.text).sents:
                at = block.source_start(sentence.start_char)
                marked = [
                    Marked(
                        at,
                        Named(
                            block.source_start(one.start_char),
                            block.source_end(one.end_char),
                            frozenset(one.ent_id_.split(_SEPARATOR)),
                        ),
                        negated=bool(one._.negex),
                    )
                    for one in sentence.ents
                ]
                if marked:
                    found.append(marked)
        return found

    def claims(self, marked: Iterable[Marked]) -> list[Said]:
        """Each pair of terms of one sentence between which claims of the graph have a relation."""
        found: dict[tuple[str, str, str], Said] = {}
        for one, other in combinations(marked, 2):
            for triple in self._pairs(one.named, other.named):
                found.setdefault(triple, Said(one.at, triple, triple))
        return list(found.values())

    def _pairs(self, one: Named, other: Named) -> Iterator[tuple[str, str, str]]:
        first, second = min(one.ids), min(other.ids)
        for subject, target in ((first, second), (second, first)):
            kinds = (self._graph.terms[subject].kind, self._graph.terms[target].kind)
            relation = self._relations.get(kinds)
            if relation is not None and subject != target:
                yield subject, relation, target
                return

    def score(
        self, tallies: Mapping[str, Tally], article: Article, document: Document, checker: Answer
    ) -> None:
        """Count what both make of *article*; *checker* says which claims the checker found."""
        sentences = self.marked(document)
        answer = Answer(
            tuple(one.named for marked in sentences for one in marked),
            tuple(said for marked in sentences for said in self.claims(marked)),
        )
        score_terms(tallies[PHRASES], article, answer)
        score_claims(tallies[PHRASES], article, answer)
        everything = [one for marked in sentences for one in marked]
        for sentence in article.sentences:
            _score_negation(tallies[NEGEX], sentence, everything, checker)


def names_of(graph: Graph) -> dict[str, str]:
    """Every name of the graph's terms, but the roots' own; ids of terms that share one joined."""
    found: dict[str, list[str]] = {}
    for term in graph.terms.values():
        if term.kind not in KINDS or term.id in (*KINDS, "Technique"):
            continue
        if term.deprecated:
            continue
        for name in (term.label, *term.synonyms, *term.hidden_labels):
            found.setdefault(name, []).append(term.id)
    return {name: _SEPARATOR.join(ids) for name, ids in found.items()}


def usual_relations(graph: Graph) -> dict[Kinds, str]:
    """The relation that most claims have between terms of two kinds."""
    counted: dict[Kinds, Counter[str]] = {}
    for claim in graph.claims.values():
        if claim.object is not None:
            kinds = (graph.terms[claim.subject].kind, graph.terms[claim.object].kind)
            counted.setdefault(kinds, Counter())[claim.relation] += 1
    return {kinds: relations.most_common(1)[0][0] for kinds, relations in counted.items()}


def pipeline(names: Mapping[str, str]) -> Language:
    """A blank English pipeline that finds *names* and marks what is negated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs, on import
        import spacy  # noqa: PLC0415 - the bench extra, absent elsewhere
        from negspacy.negation import Negex  # noqa: F401, PLC0415 - registers "negex"
    made = spacy.blank("en")
    made.add_pipe("sentencizer")
    ruler: Any = made.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": _TERM, "pattern": n, "id": ids} for n, ids in names.items()])
    made.add_pipe("negex", config={"ent_types": [_TERM]})
    return made


def _score_negation(
    tally: Tally, sentence: Sentence, marked: Iterable[Marked], checker: Answer
) -> None:
    here = [one for one in marked if sentence.start <= one.named.start < sentence.end]
    said = [one for one in checker.said if sentence.start <= one.at < sentence.end]
    shared = match(sentence.claims, said, lambda one: one.triple)[0]
    for claim in sentence.claims:
        right = is_denied(claim, here) == (claim.polarity == "denied")
        tally.judge("polarity of all", sentence.quoted, right=right)
    for claim, _ in shared:
        denied = is_denied(claim, here)
        tally.judge("polarity", sentence.quoted, right=denied == (claim.polarity == "denied"))
        if denied and claim.polarity == "denied":
            tally.right("denials")
        elif denied:
            tally.wrong("denials", sentence.quoted)
        elif claim.polarity == "denied":
            tally.missed("denials", sentence.quoted)


def is_denied(claim: Claim, marked: Iterable[Marked]) -> bool:
    """Whether NegEx negates the object of *claim*; any term, where none found is the object."""
    terms = list(marked)
    objects = {triple[2] for triple in claim.tuples}
    naming = [one for one in terms if one.named.ids & objects]
    return any(one.negated for one in (naming or terms))
