"""The names of a sentence: words with a capital where no sentence begins, acronyms, mixed case; imports the word lists.

Only what must be borne out is a name here: titles of persons, "I" and small words in capitals are none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.answering.checking.numbers import MONTHS
from vectorstore.text.folding import fold
from vectorstore.text.stopwords import CARRIERS, STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’.&+][^\W_]+)*\+*")
UNQUOTED = "\ue001"
"""Where the mark of a quotation stood that is none; private."""
_BEFORE = re.compile(rf"(?:^|[.!?…:;\n“„«‘\"{UNQUOTED}]|[-*•–—]\s|\d[.)]\s)[\s\"“”„«»‘’'*(\[]*$")
"""What stands before the first word of a sentence, or of what is said in it."""
_OWNED = re.compile(r"['’](?:s|m|ve|ll|d|re|t)$", re.IGNORECASE)
_SMALL = STOP_WORDS["en"] | STOP_WORDS["nl"]
_TITLE_WORDS = """
    mr mrs ms miss dr drs prof professor sir lady mevrouw meneer mevr dhr ir ing minister ministers president
    doctor dokter captain episode episodes aflevering afleveringen podcast show section part deel host hosts
    guest guests gast gasten speaker speakers spreker interviewer presentator presentatrice captain kapitein
    internet web kb mb gb tb pb hz khz mhz ghz kw mw gw kwh mwh gwh km cm mm kg mg ml am pm bc ad ceo cto cfo
    phd ok ps faq
    """
_TITLES = frozenset(_TITLE_WORDS.split())
SAYS = (
    r"(?:says|said|explains?|explained|tells|told|adds|added|notes|noted|argues|argued|claims|claimed|describes|mentions|"
    r"asks|asked|thinks|believes|answers|answered|zegt|zei|vertelt|vertelde|vindt|legt|stelt|stelde|noemt|noemde|"
    r"vraagt|vroeg|denkt|antwoordt|antwoordde|voegt|meent|benadrukt|beschrijft|merkt)"
)
_SPEAKING = re.compile(rf"[ ]{SAYS}\b")
_LOOK_BACK = 12


def names_of(sentence: str, people: Collection[str] = ()) -> list[tuple[str, ...]]:
    """Return the names of a sentence in order, those that stand side by side together.

    `people` are names in small letters that are known as such, also where a sentence begins with them.
    """
    runs: list[list[str]] = []
    end = -1
    for found in _WORD.finditer(sentence):
        kept = [word for word in parts(found[0]) if is_name(word, sentence, found, people)]
        if not kept:
            continue
        if runs and sentence[end : found.start()] in (" ", "-"):
            runs[-1] += kept
        else:
            runs.append(kept)
        end = found.end()
    return [tuple(run) for run in runs]


def parts(word: str) -> Iterator[str]:
    """Yield the word as a name would be written: without a possessive ending."""
    bare = _OWNED.sub("", word)
    if bare:
        yield bare


def is_name(word: str, sentence: str, found: re.Match[str], people: Collection[str] = ()) -> bool:
    """Return whether a word at a place of a sentence must be borne out as a name."""
    shouting = word.isupper() and len(word) > 1
    inner = any(letter.isupper() for letter in word[1:])
    mixed = word[0].isalpha() and any(letter.isdigit() for letter in word)
    if not (word[0].isupper() or inner or mixed):
        return False
    folded = fold(word)
    if folded in MONTHS or folded in _TITLES or (folded in _SMALL and not (shouting and word in ("US", "IT", "WHO"))):
        return False
    if len(word) == 1 and not word.isdigit():
        return False
    if shouting or inner or mixed or folded in people:
        return True
    begins = bool(_BEFORE.search(sentence[max(0, found.start() - _LOOK_BACK) : found.start()]))
    return not begins or (folded not in CARRIERS and bool(_SPEAKING.match(sentence, found.end())))
