"""Everything that reading sentences of one graph's field takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.brands import mark_brands
from mtkg.lint.classes import GENERIC, HEADS
from mtkg.lint.complaints import mark_complaints
from mtkg.lint.events import mark_events, mark_gerunds, mark_idioms
from mtkg.lint.finding import Finder
from mtkg.lint.idioms import Idiom, idioms_of
from mtkg.lint.lexicon_of_graph import Lexicon, NameKind, lexicon_of
from mtkg.lint.mentions import Matcher, Mention
from mtkg.lint.prepared import prepared
from mtkg.lint.saying_table import letters_of
from mtkg.lint.sayings import Sayer
from mtkg.lint.sentence import LONGEST, Sentence
from mtkg.lint.tables import loose_terms
from mtkg.lint.topic import Topic
from mtkg.lint.unchanged import mark_unchanged
from mtkg.lint.words import Token, noun_form

_OF_TWO: Final = {"former": 0, "latter": 1}
_DEFINITE: Final = frozenset(["the", "this", "that", "these", "those", "our", "your", "my"])


@lru_cache(maxsize=1000)
def _tools_of(spoken: tuple[str, ...]) -> Mapping[str, str]:
    """Noun for a tool → the technique that it is a tool of, of those spoken of, last first."""
    tools = loose_terms().tools
    return {noun: term for term in reversed(spoken) for noun in tools.get(term, ())}


def _names(graph: Graph) -> tuple[Lexicon, Mapping[str, str]]:
    return lexicon_of(graph), letters_of(graph)


@dataclass(frozen=True)
class Kit:
    """The names, idioms and phrases of one graph."""

    graph: Graph
    lexicon: Lexicon
    matcher: Matcher
    idioms: Finder[Idiom]
    letters: Mapping[str, str]
    sayer: Sayer

    @classmethod
    def of(cls, graph: Graph) -> Kit:
        """For *graph*."""
        lexicon, letters = prepared("names", lambda: _names(graph), of=graph.digest)
        return cls(
            graph,
            lexicon,
            Matcher(lexicon),
            prepared("idioms", idioms_of),
            letters,
            Sayer.of(graph, letters),
        )

    def read(self, tokens: list[Token], topic: Topic) -> Sentence:
        """One sentence, with names, composed nouns, idioms and events marked."""
        sentence = Sentence.of(tokens, self.matcher, self.lexicon)
        if len(tokens) > LONGEST:
            return sentence
        if topic.brands:
            mark_brands(sentence, topic)
        mark_complaints(self.graph, sentence, topic)
        self._mark_short_names(sentence, topic)
        self._mark_tools(sentence, topic)
        self._mark_former(sentence, topic)
        self._mark_narrower(sentence, topic)
        mark_idioms(sentence, self.idioms, frozenset(self.letters))
        if sentence.arguments or topic.technique:
            mark_gerunds(sentence)
            mark_events(sentence)
            mark_unchanged(sentence)
        return sentence

    def _mark_short_names(self, sentence: Sentence, topic: Topic) -> None:
        """“Rolling” after foam rolling, “the stimulation” after a stimulation: its head noun."""
        for term in dict.fromkeys((topic.subject, topic.technique, topic.result)):
            words = self.graph.label(term).lower().split() if term else []
            if term is None or len(words) < 2:
                continue
            head = words[words.index("of") - 1] if "of" in words else words[-1]
            if head in GENERIC or noun_form(head) in GENERIC or len(head) < 6:
                continue
            technique = self.letters.get(term) == "I"
            for index, token in enumerate(sentence.tokens):
                taken_up = technique or (
                    index and sentence.low[index - 1] in ("this", "that", "such")
                )
                if taken_up and token.noun == noun_form(head) and not sentence.mention_at(index):
                    sentence.cover(Mention(index, index + 1, term, None))

    def _mark_tools(self, sentence: Sentence, topic: Topic) -> None:
        """“The needle” in a text on dry needling stands for the technique."""
        tools = _tools_of(topic.spoken)
        if not any(token.noun in tools for token in sentence.tokens):
            return
        for index in range(1, len(sentence.tokens)):
            definite = sentence.low[index - 1] in _DEFINITE
            if not definite and index - 1 and not sentence.low[index].endswith("ing"):
                continue
            at = index if definite or index - 1 else 0
            if sentence.tokens[at].noun in tools and sentence.mention_at(at) is None:
                self._mark_tool(sentence, at, tools)

    def _mark_tool(self, sentence: Sentence, index: int, tools: Mapping[str, str]) -> None:
        following = sentence.tokens[index + 1].noun if index + 1 < len(sentence.tokens) else ""
        if following in GENERIC or following in HEADS:
            following = ""
        if following not in self.lexicon.nouns:
            term = tools[sentence.tokens[index].noun]
            sentence.cover(Mention(index, index + 1, term, None))

    def _mark_former(self, sentence: Sentence, topic: Topic) -> None:
        """“The former” and “the latter” of the two that were spoken of together."""
        if topic.joined is None:
            return
        for index in range(1, len(sentence.tokens)):
            word = sentence.low[index]
            if word in _OF_TWO and sentence.low[index - 1] == "the":
                term = topic.joined[_OF_TWO[word]]
                mention = Mention(index, index + 1, term, None)
                sentence.cover(mention)
                sentence.named.append(mention)

    def _mark_narrower(self, sentence: Sentence, topic: Topic) -> None:
        """“The adjustment” in a text on spinal manipulation: plain words mean the topic."""
        for mention in list(sentence.named):
            plain = mention.name is not None and mention.name.kind is NameKind.SURFACE
            if (
                plain
                and mention.term in loose_terms().narrowed
                and topic.subject
                and self.graph.is_kind_of(topic.subject, mention.term)
            ):
                also = (mention.term, *mention.also)
                sentence.cover(replace(mention, term=topic.subject, also=also))
