"""One sentence: its words, the terms in it, the acts as nouns, and its predicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

from mtkg.lint.lexicon_of_graph import Lexicon
from mtkg.lint.mentions import Matcher, Mention
from mtkg.lint.tables import actions, frames, verbs
from mtkg.lint.words import Token

DETERMINERS: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "your",
        "my",
        "our",
        "his",
        "her",
        "their",
        "its",
        "any",
        "some",
        "no",
        "each",
        "every",
        "all",
        "both",
        "another",
        "such",
        "much",
        "many",
        "more",
        "most",
        "several",
        "one",
        "two",
        "few",
    ]
)
PREPOSITIONS: Final = frozenset(
    [
        "of",
        "in",
        "on",
        "at",
        "for",
        "with",
        "from",
        "by",
        "to",
        "into",
        "onto",
        "about",
        "over",
        "under",
        "between",
        "among",
        "during",
        "after",
        "before",
        "without",
        "within",
        "through",
        "via",
        "upon",
        "across",
        "against",
        "toward",
        "towards",
        "around",
        "near",
        "despite",
        "unlike",
        "following",
        "per",
        "than",
        "like",
        "as",
        "off",
        "beyond",
        "behind",
    ]
)
AUXILIARIES: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "has",
        "have",
        "had",
        "having",
        "do",
        "does",
        "did",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "will",
        "would",
        "cannot",
        "can't",
        "won't",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "hasn't",
        "haven't",
        "hadn't",
        "couldn't",
        "shouldn't",
        "wouldn't",
        "it's",
        "that's",
        "they're",
        "'re",
        "'s",
    ]
)
BE: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
    ]
)
MODALS: Final = frozenset(
    [
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "will",
        "would",
        "cannot",
        "can't",
        "won't",
        "couldn't",
        "shouldn't",
        "wouldn't",
        "do",
        "does",
        "did",
        "don't",
        "doesn't",
        "didn't",
    ]
)
PRONOUNS: Final = frozenset(
    [
        "it",
        "this",
        "they",
        "these",
        "that",
        "those",
        "which",
        "both",
        "we",
        "you",
        "he",
        "she",
        "i",
        "who",
    ]
)
BREAKS: Final = frozenset([";", ":", "(", ")", "—", "–", "[", "]", "!", "?"])
SUBORDINATORS: Final = frozenset(
    [
        "but",
        "because",
        "while",
        "when",
        "if",
        "although",
        "though",
        "so",
        "whereas",
        "since",
        "that",
        "which",
        "who",
        "whether",
        "unless",
        "until",
        "where",
        "yet",
        "whose",
        "how",
        "why",
        "once",
        "even",
    ]
)
CONJUNCTIONS: Final = frozenset(["and", "or", "nor", "&"])
ADVERBS: Final = frozenset(
    [
        "not",
        "also",
        "then",
        "even",
        "still",
        "just",
        "only",
        "very",
        "quite",
        "too",
        "never",
        "always",
        "often",
        "sometimes",
        "usually",
        "both",
        "either",
        "neither",
        "thus",
        "hence",
        "therefore",
        "again",
        "further",
        "even",
        "well",
        "actually",
        "really",
        "simply",
        "together",
        "first",
        "soon",
        "far",
        "longer",
        "ever",
        "perhaps",
        "maybe",
        "likely",
        "better",
        "best",
    ]
)
# Words before "of" that leave what comes after them the matter: "the use of massage".
CARRIERS: Final = frozenset(
    [
        "effect",
        "effects",
        "benefit",
        "benefits",
        "use",
        "course",
        "session",
        "sessions",
        "round",
        "set",
        "type",
        "types",
        "kind",
        "kinds",
        "form",
        "forms",
        "number",
        "series",
        "amount",
        "level",
        "levels",
        "degree",
        "feeling",
        "feelings",
        "sensation",
        "intensity",
        "symptom",
        "symptoms",
        "severity",
        "sign",
        "signs",
        "episode",
        "sensitivity",
        "perception",
        "combination",
        "application",
        "practice",
        "goal",
        "aim",
        "purpose",
        "bout",
        "bouts",
        "dose",
        "week",
        "weeks",
        "month",
        "minute",
        "minutes",
        "hour",
        "treatment",
        "technique",
        "techniques",
        "power",
        "role",
        "value",
        "area",
        "areas",
        "range",
        "gain",
        "state",
        "part",
        "parts",
        "sense",
        "addition",
        "way",
        "ways",
        "lot",
    ]
)
# Nouns that may follow a technique's name without making it another thing.
HEADS: Final = frozenset(
    [
        "technique",
        "techniques",
        "session",
        "sessions",
        "treatment",
        "treatments",
        "intervention",
        "interventions",
        "therapy",
        "therapies",
        "work",
        "program",
        "programs",
        "approach",
        "approaches",
        "method",
        "methods",
        "care",
        "exercise",
        "exercises",
        "procedure",
        "procedures",
        "maneuver",
        "maneuvers",
        "alone",
        "itself",
        "practice",
        "routine",
        "routines",
        "group",
        "groups",
        "course",
        "courses",
        "services",
        "service",
        "stroke",
        "strokes",
    ]
)


@cache
def acts_by_word() -> Mapping[str, tuple[tuple[str, bool], ...]]:
    """Adjectives, and nouns after ``#``, of acts → the acts, and whether it is a noun."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for act in actions().values():
        for word in sorted(act.adjectives):
            found.setdefault(word, []).append((act.name, False))
        for noun in sorted(act.nouns):
            found.setdefault(f"#{noun}", []).append((act.name, True))
    return {word: tuple(entries) for word, entries in found.items()}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb with its particles, tokens *first* to *last* (exclusive), and how it can be read."""

    first: int
    last: int
    readings: tuple[tuple[str, str], ...]
    form: str
    passive: bool = False
    particle: int | None = None


@dataclass
class Sentence:
    """The words of one sentence with everything found in them."""

    tokens: list[Token]
    named: list[Mention]
    lexicon: Lexicon
    arguments: dict[int, Mention] = field(default_factory=dict)
    """Token index → the mention, named or composed, that covers it."""

    @classmethod
    def of(cls, tokens: list[Token], matcher: Matcher, lexicon: Lexicon) -> Sentence:
        """Read *tokens*."""
        sentence = cls(tokens, matcher.find(tokens), lexicon)
        for mention in sentence.named:
            sentence._cover(mention)
        if sentence.named or any(t.noun in lexicon.nouns for t in tokens):
            sentence._compose_nouns()
        return sentence

    @cached_property
    def low(self) -> list[str]:
        """The words in lower case."""
        return [token.low for token in self.tokens]

    def mention_at(self, index: int) -> Mention | None:
        """The mention that covers the token *index*."""
        return self.arguments.get(index)

    def _cover(self, mention: Mention) -> None:
        for index in range(mention.first, mention.last):
            self.arguments[index] = mention

    def compose(self, act: str, start: int, stop: int) -> tuple[str, int] | None:
        """The term that *act* makes of the noun at *start*, and where the noun ends."""
        most = 0
        if start < len(self.tokens):
            most = self.lexicon.nouns.get(self.tokens[start].noun, 0)
        mention = self.mention_at(start)
        ends: list[tuple[int, str]] = []
        words: list[str] = []
        index = start
        while index < stop and len(words) < most:
            if self.tokens[index].text not in ("-", "‐", "‑"):
                words.append(self.tokens[index].noun)
                ends.append((index + 1, " ".join(words)))
            index += 1
        if mention is not None and mention.first == start and mention.last <= stop:
            ends += [(mention.last, f"#{term}") for term in (mention.term, *mention.also)]
        ends.sort(key=lambda end: -end[0])
        for name in (act, *actions()[act].tries):
            for end, key in ends:
                if mention is not None and mention.first == start and end < mention.last:
                    continue
                found = self.lexicon.composed.get((name, key))
                if found is not None:
                    return found, end
        return None

    def _compose_nouns(self) -> None:
        """Mark "less pain", "a reduction in swelling", "tension relief" as the effects they are."""
        table = acts_by_word()
        hits = [
            (act, index, is_noun)
            for index, token in enumerate(self.tokens)
            for act, is_noun in (*table.get(token.low, ()), *table.get(f"#{token.noun}", ()))
        ]
        for act, index, is_noun in hits:
            if index in self.arguments:
                continue
            if is_noun:
                self._nominal(act, index)
                continue
            found = self.compose(act, index + 1, self._np_end(index + 1))
            if found and not self._is_verb_here(index):
                self._cover(Mention(index, found[1], found[0], None))

    def _is_verb_here(self, index: int) -> bool:
        """Whether an adjective of an act is a finite verb: "it reduced my pain"."""
        word = self.low[index]
        if not word.endswith("ed") or index == 0:
            return False
        before = self.tokens[index - 1]
        return (
            self.mention_at(index - 1) is not None
            or before.low in HEADS
            or before.low
            in ("it", "they", "we", "which", "has", "have", "had", "also", "significantly")
        )

    def _nominal(self, act: str, index: int) -> None:
        after = index + 1
        if after < len(self.tokens) and self.low[after] in ("of", "in", "from", "for", "to"):
            start = self._skip(after + 1)
            found = self.compose(act, start, self._np_end(start))
            if found:
                self._cover(Mention(index, found[1], found[0], None))
                return
        before = self.mention_at(index - 1) if index else None
        following = self.low[after] if after < len(self.low) else ""
        is_verb = self.low[index] != self.tokens[index].noun and (
            following in DETERMINERS
            or after in self.arguments
            or (
                following.isalpha()
                and following not in AUXILIARIES
                and following not in PREPOSITIONS
                and following not in CONJUNCTIONS
            )
        )
        if before is not None and before.name is not None and not is_verb:
            found = self.compose(act, before.first, index)
            if found and found[1] == index:
                self._cover(Mention(before.first, index + 1, found[0], None))

    def _skip(self, index: int) -> int:
        while index < len(self.tokens) and self.low[index] in DETERMINERS:
            index += 1
        return index

    def _np_end(self, start: int) -> int:
        index = start
        while index < len(self.tokens):
            low = self.low[index]
            if low in BREAKS or low in (",", ".") or low in SUBORDINATORS or low in AUXILIARIES:
                break
            index += 1
        return index

    @cached_property
    def predicates(self) -> list[Predicate]:
        """Verbs that can make a statement, left to right."""
        found: list[Predicate] = []
        table = verbs().by_verb
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            verbal = self._verbal_mention(index)
            if verbal is not None:
                # "It flushes out toxins": the name of the mechanism holds its own verb.
                found.append(Predicate(index, index, (("frame", "causal"),), self.form(index)))
                index = verbal.last
                continue
            predicate = None
            if token.is_word and not self._inside_name(index):
                entries = table.get(token.base)
                if entries and self._is_verb(index):
                    predicate = self._predicate(index, entries)
            if predicate is None:
                index += 1
                continue
            found.append(predicate)
            index = predicate.last
        return found

    def _verbal_mention(self, index: int) -> Mention | None:
        mention = self.mention_at(index)
        if mention is None or mention.first != index or mention.name is None:
            return None
        opens = mention.name.written.split()[0].lower()
        if opens.endswith("ing") and " " in mention.name.written and self.form(index) != "ing":
            return mention
        return None

    def _inside_name(self, index: int) -> bool:
        mention = self.mention_at(index)
        return mention is not None

    def _predicate(
        self, index: int, entries: tuple[tuple[tuple[str, ...], str, str], ...]
    ) -> Predicate | None:
        for length in sorted({len(words) for words, _, _ in entries}, reverse=True):
            readings = []
            place: int | None = None
            for words, group, name in entries:
                if len(words) != length:
                    continue
                where = self._particles(index, words)
                if where is not None:
                    readings.append((group, name))
                    place = where
            if readings and place is not None:
                last = index + length if place < 0 else index + 1
                return Predicate(
                    index,
                    last,
                    tuple(readings),
                    self.form(index),
                    self._is_passive(index),
                    place if place >= 0 else None,
                )
        return None

    def _particles(self, index: int, words: tuple[str, ...]) -> int | None:
        """-1 where the particles follow at once, else where the particle stands; None: nowhere."""
        rest = list(words[1:])
        if not rest:
            return -1
        if self.low[index + 1 : index + 1 + len(rest)] == rest:
            return -1
        if len(rest) == 1 and rest[0] in (
            "back",
            "out",
            "up",
            "right",
            "away",
            "down",
            "off",
            "together",
        ):
            for at in range(index + 2, min(index + 7, len(self.low))):
                if self.low[at] in BREAKS or self.low[at] in (",", "and"):
                    return None
                if self.low[at] == rest[0] and at not in self.arguments:
                    return at
        return None

    def form(self, index: int) -> str:
        """``ing``, ``ed``, ``s`` or ``base``."""
        low = self.low[index]
        if low.endswith("ing") and self.tokens[index].base != low:
            return "ing"
        if low.endswith("ed") or low in _PARTICIPLES:
            return "ed"
        return "s" if low.endswith("s") and self.tokens[index].base != low else "base"

    def before(self, index: int) -> int:
        """The last token before *index* that is no adverb; -1 for none."""
        index -= 1
        while index >= 0 and (
            self.low[index] in ADVERBS
            or (
                self.low[index].endswith("ly")
                and index not in self.arguments
                and len(self.low[index]) > 4
            )
        ):
            index -= 1
        return index

    def _is_passive(self, index: int) -> bool:
        if self.form(index) != "ed":
            return False
        before = self.before(index)
        return before >= 0 and (
            self.low[before] in BE or self.low[before] in ("get", "gets", "being")
        )

    def _is_verb(self, index: int) -> bool:
        """Whether the word at *index*, which can be a verb, is one here."""
        form, before = self.form(index), self.before(index)
        word = self.low[before] if before >= 0 else ""
        following = self.low[index + 1] if index + 1 < len(self.low) else ""
        if (
            word in ("to", "help", "helps", "helped", "helping", "not", "let", "lets")
            or word in MODALS
        ):
            return True
        if form == "ing":
            return word not in DETERMINERS and following != "of"
        if word in DETERMINERS and word not in (
            "this",
            "that",
            "these",
            "those",
            "both",
            "all",
            "some",
            "many",
            "most",
            "it",
        ):
            return False
        if form == "ed":
            if word in BE or word in ("has", "have", "had") or before < 0:
                return word != "" or bool(following)
            return word not in PREPOSITIONS
        if word in PREPOSITIONS:
            return False
        if word in BE:
            return False
        mention = self.mention_at(before) if before >= 0 else None
        if form == "s":
            # "the benefits", "its effects": a plural noun; else a verb after its subject.
            if following in ("of", "is", "are", "was", "were") and self.tokens[index].base not in (
                "consist",
            ):
                return False
            return before >= 0
        if mention is not None:
            return True
        if before < 0:
            return bool(following) and following not in PREPOSITIONS
        if word in (",", *CONJUNCTIONS):
            return self._joins_verb(before)
        return True

    def _joins_verb(self, index: int) -> bool:
        """Whether the conjunction at *index* joins base forms: "to reduce pain and improve …"."""
        for at in range(index - 1, -1, -1):
            low = self.low[at]
            if low in BREAKS:
                return False
            if low == "to" or low in MODALS or low in ("help", "helps", "we", "you", "they"):
                return True
            if at not in self.arguments and low in verbs().by_verb and self.form(at) == "base":
                return True
        return True


_PARTICIPLES: Final = frozenset(
    [
        "shown",
        "proven",
        "found",
        "made",
        "done",
        "given",
        "put",
        "kept",
        "broken",
        "built",
        "sent",
        "held",
        "felt",
        "known",
        "brought",
        "led",
        "set",
        "cut",
        "driven",
        "meant",
        "taken",
        "worn",
        "fallen",
        "risen",
        "begun",
        "thought",
        "said",
        "told",
    ]
)


def transparent(words: list[str], index: int) -> int:
    """How many words from *index* on are a verb that only passes on to the next."""
    return frames().phrases["transparent"].at(words, index)


def terms_of(mentions: list[Mention]) -> Mapping[str, int]:
    """Terms with how often each is mentioned."""
    found: dict[str, int] = {}
    for mention in mentions:
        found[mention.term] = found.get(mention.term, 0) + 1
    return found
