"""Everything that reading sentences of one graph's field takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mtkg.graph import Graph
from mtkg.lint.classes import GENERIC
from mtkg.lint.events import idioms_of, mark_events, mark_idioms
from mtkg.lint.lexicon_of_graph import Lexicon, NameKind, lexicon_of
from mtkg.lint.mentions import Matcher, Mention
from mtkg.lint.phrases import Finder
from mtkg.lint.sayings import Sayer, letters_of
from mtkg.lint.sentence import Sentence
from mtkg.lint.topic import Topic
from mtkg.lint.words import Token, noun_form


@dataclass(frozen=True)
class Kit:
    """The names, idioms and phrases of one graph."""

    graph: Graph
    lexicon: Lexicon
    matcher: Matcher
    idioms: Finder[str]
    letters: Mapping[str, str]
    sayer: Sayer

    @classmethod
    def of(cls, graph: Graph) -> Kit:
        """For *graph*."""
        lexicon, letters = lexicon_of(graph), letters_of(graph)
        return cls(
            graph,
            lexicon,
            Matcher(lexicon),
            idioms_of(),
            letters,
            Sayer.of(graph, letters),
        )

    def read(self, tokens: list[Token], topic: Topic) -> Sentence:
        """One sentence, with names, composed nouns, idioms and events marked."""
        sentence = Sentence.of(tokens, self.matcher, self.lexicon)
        self._mark_short_names(sentence, topic)
        self._mark_narrower(sentence, topic)
        mark_idioms(sentence, self.idioms, frozenset(self.letters))
        if sentence.arguments or topic.technique:
            mark_events(sentence)
        return sentence

    def _mark_short_names(self, sentence: Sentence, topic: Topic) -> None:
        """“Rolling” after foam rolling, "needling" after dry needling: the topic's last word."""
        if topic.subject is None:
            return
        words = self.graph.label(topic.subject).lower().split()
        last = noun_form(words[-1])
        if len(words) < 2 or words[-1] in GENERIC or last in GENERIC:
            return
        for index, token in enumerate(sentence.tokens):
            if token.noun == last and sentence.mention_at(index) is None:
                sentence.cover(Mention(index, index + 1, topic.subject, None))

    def _mark_narrower(self, sentence: Sentence, topic: Topic) -> None:
        """“The adjustment” in a text on spinal manipulation: plain words mean the topic."""
        for mention in list(sentence.named):
            plain = mention.name is not None and mention.name.kind is NameKind.SURFACE
            if plain and topic.subject and self.graph.is_kind_of(topic.subject, mention.term):
                sentence.cover(replace(mention, term=topic.subject))
