"""The lists of the glossary: the words of the vocabulary, and the ratios that pages give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.core.vocabulary import TITLES, Vocabulary, Word
from generator.kinds.registry import KINDS
from generator.site.links import GLOSSARY, quoted
from generator.site.tables import RATES

TERMS = "terms"
RATIOS = "rates"


@dataclass(frozen=True, slots=True)
class WordList:
    """One list of the glossary, by the name of its heading in addresses."""

    name: str
    title: str
    words: Sequence[Word]

    def anchor(self, word: Word) -> str:
        """Return the place of a word on the page: the same as long as it is spelled so."""
        return f"{self.name}-{'_'.join(word.word.split())}"

    def path(self, word: Word) -> str:
        """Return the address of a word's entry."""
        return f"{GLOSSARY}#{quoted(self.anchor(word))}"


def word_lists(vocabulary: Vocabulary) -> Iterator[WordList]:
    """Yield terms first, which readers look up most, then ratios, then the words of the fields."""
    yield WordList(TERMS, TITLES[TERMS], vocabulary.entries(TERMS))
    yield WordList(RATIOS, "比例的算法", _ratios())
    for name, title in TITLES.items():
        if name != TERMS:
            yield WordList(name, title, vocabulary.entries(name))


def _ratios() -> list[Word]:
    of_kinds = (one for kind in KINDS if kind.ratios for one in kind.load(kind.ratios))
    return [Word(word=one.title, meaning=one.meaning) for one in chain(RATES, of_kinds)]
