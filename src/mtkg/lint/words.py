"""Words of a text: tokens with their places, and the form under which each is looked up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from mtkg.lint.lemmas import lemma_of
from mtkg.lint.reading.document import HIDDEN

_TOKEN: Final = re.compile(rf"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|{HIDDEN}|[^\w\s]|_")
_SENTENCE_END: Final = re.compile(
    r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*(?:[A-Z0-9À-Þ]"
    # How those begin who write no capitals; none of it stands after an abbreviation.
    r"|(?:i|i'[a-z]+|it|it's|my|so|but|they|we|he|she|you|this|also|because|anyone|thanks|what|why)"
    r"\b)|\s*$)"
)
_SHORT: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|etc|al|approx|dr|mr|mrs|ms|prof|st|fig|no|vol|pp|ca|resp|incl)"
    # "So do I." is no initial.
    r"|(?<![a-z,] )\b[A-Z]|\b[A-HJ-Z])\.$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\S")
_NO: Final = re.compile(r"\bno\.$", re.IGNORECASE)
_LONGEST_SHORT: Final = 8
"""Characters before a full stop that decide whether it ends an abbreviation."""
_SPELLING: Final = (
    (re.compile(r"is(ation|ations|e|es|ed|er|ers|ing)$"), r"iz\1"),
    (re.compile(r"ys(e|es|ed|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{2})our(s|ed|ing|al|able|ally|ful|less|hood)?$"), r"or\1"),
    (re.compile(r"(?<=[bt])re(s?)$"), r"er\1"),
    (re.compile(r"(?<=.)ae|oe(?=d|s|st)|(?<=h)ae"), "e"),
    (re.compile(r"([eo])ll(ed|ing|er|ers)$"), r"\1l\2"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
    (re.compile(r"programme"), "program"),
)
# Words whose British reading of a pattern would be wrong.
_AS_WRITTEN: Final = frozenset(
    [
        "four",
        "hour",
        "hours",
        "your",
        "yours",
        "our",
        "ours",
        "tour",
        "tours",
        "pour",
        "pours",
        "poured",
        "pouring",
        "sour",
        "flour",
        "rise",
        "rises",
        "rising",
        "arise",
        "arises",
        "wise",
        "otherwise",
        "exercise",
        "exercises",
        "exercised",
        "exercising",
        "advise",
        "advised",
        "advises",
        "advising",
        "raise",
        "raised",
        "raises",
        "raising",
        "promise",
        "promised",
        "promises",
        "noise",
        "noises",
        "likewise",
        "precise",
        "concise",
        "premise",
        "surprise",
        "surprised",
        "surprising",
        "comprise",
        "comprises",
        "comprised",
        "revise",
        "disease",
        "diseases",
        "bruise",
        "bruised",
        "bruises",
        "bruising",
        "cruise",
        "expertise",
        "does",
        "goes",
        "toes",
        "shoes",
        "praise",
        "expedite",
        "improvise",
        "improvised",
        "supervise",
        "supervised",
        "supervising",
        "compromise",
        "compromised",
        "devise",
        "televise",
        "disguise",
        "excise",
        "demise",
        "poise",
        "called",
        "acre",
        "massacre",
        "undoes",
        "undergoes",
    ]
)


class Token(NamedTuple):
    """One word or mark: as written, in lower case, and as its dictionary form."""

    text: str
    start: int
    end: int
    low: str
    noun: str
    """Singular, in American spelling; participles stay: *reduced pain* is no *reduce pain*."""

    @property
    def base(self) -> str:
        """The dictionary form, verbs included."""
        return base_form(self.low)

    @property
    def is_word(self) -> bool:
        """Whether it has letters."""
        return self.text[0].isalpha()


def tokens_of(text: str) -> list[Token]:
    """The tokens of *text* in order; blanks are not among them."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        found.append(Token(word, match.start(), match.end(), *_forms(word)))
    return found


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, str]:
    """A word as written in lower case, and as its dictionary form."""
    low = word.lower().replace("’", "'") if word[0].isalpha() else word
    low = _UNMARKED.get(low, low)
    return low, noun_form(low)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where each sentence of *text* begins and ends."""
    found = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        near = text[max(start, match.start() - _LONGEST_SHORT) : match.start() + 1]
        if match.group().startswith(".") and _SHORT.search(near):
            following = _WORD.search(text, match.end())
            numbered = following is not None and following.group().isdigit()
            if numbered or not _NO.search(near):
                continue
        found.append((start, match.end()))
        next_word = _WORD.search(text, match.end())
        start = next_word.start() if next_word else len(text)
    if text[start:].strip():
        found.append((start, len(text)))
    return found


@lru_cache(maxsize=50_000)
def american(word: str) -> str:
    """
    A lower-case word in American spelling.

    >>> american("mobilisations"), american("oedema"), american("exercise"), american("fibre")
    ('mobilizations', 'edema', 'exercise', 'fiber')
    """
    if word in _AS_WRITTEN:
        return word
    for pattern, replacement in _SPELLING:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=50_000)
def noun_form(word: str) -> str:
    """
    The form under which a lower-case word of a term is looked up: singular, not unconjugated.

    >>> noun_form("mobilisations"), noun_form("mobility"), noun_form("reduced")
    ('mobilization', 'mobility', 'reduced')
    """
    if not word[0].isalpha():
        return word
    word = american(word.removesuffix("'s"))
    if len(word) < 4 or word.endswith(("ed", "ing", "er", "ss", "us", "is")):
        return _IRREGULAR_NOUNS.get(word, word)
    if word in _IRREGULAR_NOUNS:
        return _IRREGULAR_NOUNS[word]
    return american(lemma_of(word)) if word.endswith(("s", "ae", "a", "i")) else word


_IRREGULAR_NOUNS: Final = {
    "defence": "defense", "defences": "defense", "vertebrae": "vertebra",
    "feet": "foot", "men": "man", "women": "woman", "nervous": "nervous",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def base_form(word: str) -> str:
    """
    The dictionary form of a lower-case word.

    >>> base_form("relieving"), base_form("mobilises"), base_form("worn")
    ('relieve', 'mobilize', 'wear')
    """
    if not word[0].isalpha():
        return word
    word = american(word)
    lemma = _VERBS.get(word) or american(lemma_of(word))
    if lemma == word and word.startswith(("un", "re", "de")) and len(word) > 6:
        # "Unpinches" stands in no table, but "pinches" does.
        rest = base_form(word[2:])
        return word if rest == word[2:] else word[:2] + rest
    return lemma


# How those write who leave out apostrophes; each is hardly ever another word.
_UNMARKED: Final[dict[str, str]] = {
    f"{short}nt": f"{short}n't"
    for short in (
        "ai", "are", "ca", "could", "did", "does", "do", "had", "has", "have", "is", "must",
        "should", "was", "were", "wo", "would",
    )
}  # fmt: skip
_UNMARKED.update(
    {"thats": "that's", "theyre": "they're", "youre": "you're", "theres": "there's", "ive": "i've"}
)


# Where the lemma table prefers the adjective or noun to the verb, or has no entry.
_VERBS: Final = {
    "broke": "break", "helping": "help", "helped": "help", "broken": "break", "healing": "heal",
    "loosening": "loosen",
    "worsening": "worsen", "swelling": "swell", "stretching": "stretch", "lengthening": "lengthen",
    "strengthening": "strengthen", "calming": "calm", "flushing": "flush", "clearing": "clear",
    "draining": "drain", "cleansing": "cleanse", "putting": "put", "getting": "get",
    "freeing": "free", "quieting": "quiet", "easing": "ease", "soothing": "soothe",
    "releasing": "release", "boosting": "boost", "restored": "restore", "calmed": "calm",
    "detoxing": "detox", "detoxes": "detox", "detoxifying": "detoxify", "better": "better",
    "less": "less", "worse": "worse", "shown": "show", "proven": "prove", "found": "find",
    "felt": "feel", "left": "leave", "led": "lead", "leading": "lead", "lower": "lower",
    "lowers": "lower", "lowering": "lower", "lowered": "lower", "lessening": "lessen",
    "softening": "soften",
    "tightening": "tighten", "relaxing": "relax", "treating": "treat", "meant": "mean",
    "means": "mean",
    "firing": "fire", "building": "build", "opening": "open", "fixed": "fix", "fixes": "fix",
    "realigning": "realign", "aligning": "align", "unlocking": "unlock", "unsticking": "unstick",
    "warming": "warm", "desensitizing": "desensitize", "raised": "raise", "rose": "rise",
    "fell": "fall", "fallen": "fall", "risen": "rise", "kept": "keep", "put": "put", "set": "set",
    "cut": "cut", "cutting": "cut", "speeding": "speed", "sped": "speed", "killing": "kill",
    "undoes": "undo", "undid": "undo", "undone": "undo", "gone": "go", "vertebrae": "vertebra",
    "defence": "defense", "defences": "defense",
}  # fmt: skip


def is_acronym(name: str) -> bool:
    """
    Whether a name is written in capitals, so that case tells it from a word.

    >>> is_acronym("TENS"), is_acronym("MTrP"), is_acronym("Graston technique")
    (True, True, False)
    """
    letters = [c for c in name if c.isalpha()]
    return (
        " " not in name
        and len(letters) > 1
        and sum(c.isupper() for c in letters) * 2 > len(letters)
    )
