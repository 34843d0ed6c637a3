"""[n] counts only for a passage that was given; what clearly means one is written [n], all else goes."""

import pytest

from bot.answering.checking.marks import normalised

MEANT = {
    "Bees sleep [1].": "Bees sleep [1].",
    "Bees sleep [1,2].": "Bees sleep [1][2].",
    "Bees sleep [1, 2 and 3].": "Bees sleep [1][2][3].",
    "Bees sleep [1-3].": "Bees sleep [1][2][3].",
    "Bees sleep [1–2].": "Bees sleep [1][2].",
    "Bees sleep [1][2], [3].": "Bees sleep [1][2], [3].",
    "Bees sleep [^1].": "Bees sleep [1].",
    "Bees sleep (1).": "Bees sleep [1].",
    "Bees sleep (1, 3).": "Bees sleep [1][3].",
    "Bees sleep (source 2), they say.": "Bees sleep [2], they say.",
    "Bees sleep 【1】.": "Bees sleep [1].",
    "Bees sleep【2†L4-L9】.": "Bees sleep[2].",
    "Bees sleep [source 1].": "Bees sleep [1].",
    "Bees sleep [Bron 2].": "Bees sleep [2].",
    "Bees sleep [passages 1 en 3].": "Bees sleep [1][3].",
    "Bees sleep [[1]].": "Bees sleep [1].",
    "Bees sleep [[1], [2]].": "Bees sleep [1][2].",
    "Bees sleep [ 1 ].": "Bees sleep [1].",
    "Bees sleep [１].": "Bees sleep [1].",
}
FOREIGN = {
    "Bees sleep [9].": "Bees sleep.",
    "Bees sleep [0].": "Bees sleep.",
    "Bees sleep [1][9].": "Bees sleep [1].",
    "Bees sleep [1,9].": "Bees sleep [1].",
    "Bees sleep [2-7].": "Bees sleep [2][3].",
    "Bees sleep [-1].": "Bees sleep.",
    "Bees sleep [1.5].": "Bees sleep.",
    "Bees sleep [1000].": "Bees sleep.",
    "Bees sleep [source 12].": "Bees sleep.",
    "Bees sleep [].": "Bees sleep.",
    "Bees sleep [" + "1" * 60 + "].": "Bees sleep.",
}
WORDS = [
    "Bees sleep [laughs] here.",
    "Bees sleep (in 2019).",
    "Bees sleep (9).",
    "First (1) they eat, then (2) they sleep.",
    "Bees sleep [unclosed 1",
]


@pytest.mark.parametrize(("draft", "shown"), (MEANT | FOREIGN).items())
def test_only_given_passages_are_cited(draft: str, shown: str) -> None:
    assert normalised(draft, 3) == shown


@pytest.mark.parametrize("draft", WORDS)
def test_brackets_around_words_are_no_citation(draft: str) -> None:
    assert normalised(draft, 3) == draft
