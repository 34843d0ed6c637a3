"""The language of questions, passages and documents."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from vectorstore.text.language import language_of

QUESTIONS = {
    "nl": [
        "Wat is RAG?",
        "wie is Anna",
        "Vertel over privacy",
        "Noem drie AI-tools",
        "Wat kost Udio?",
        "In welke stad?",
        "en de tweede?",
        "Is er ook een Windows-versie van?",
        "WAT ZEIDEN ZE OVER AI",
        "samenvatting aflevering 2",
        "Hoe heet de podcast",
    ],
    "en": [
        "And who is it meant for?",
        "What is RAG?",
        "who is Anna",
        "Tell me more",
        "Whose blog was that post on?",
        "what about the second one",
        "Explain LoRA",
        "list three AI tools",
        "WHO ARE THE HOSTS",
        "What’s new?",
    ],
    "es": [
        "¿Qué es RAG?",
        "que es RAG",
        "Quién es Ana",
        "Dime más sobre privacidad",
        "¿De qué trata el episodio 2?",
    ],
    "de": ["Was ist RAG?", "Wer ist Anna?", "Erzähl mir von der Folge", "Worum geht es in Folge 2?"],
    "fr": ["C’est quoi RAG ?", "Qui est Anna ?", "De quoi parle l'épisode 2 ?", "Qu'est-ce que l'IA ?"],
}


@pytest.mark.parametrize(
    ("expected", "question"),
    [(language, question) for language, all_ in QUESTIONS.items() for question in all_],
)
def test_a_short_question_tells_its_language(expected: str, question: str) -> None:
    assert language_of(question) == expected


@pytest.mark.parametrize("text", ["GPT-4?", "", "   ", "Hugging Face", "12:30", "🤖", "これは何ですか", "AI"])
def test_what_does_not_tell_falls_back(text: str) -> None:
    assert language_of(text) is None
    assert language_of(text, "nl") == "nl"


def test_english_terms_do_not_make_a_dutch_passage_english() -> None:
    text = "Met open-source machine learning modellen kan iedereen aan de slag, zegt de data scientist van X."
    assert language_of(text) == "nl"


def test_a_name_said_over_and_over_is_no_language() -> None:
    text = "Teams uit Los Angeles: Los Angeles Rams, Los Angeles Lakers, Los Angeles Kings spelen het liefst."
    assert language_of(text) == "nl"


def test_a_language_that_is_none_of_the_five_falls_back() -> None:
    finnish = "Tämä on pitkä suomenkielinen lause, jossa ei ole yhtään sanaa jota tuntisimme muista kielistä."
    italian = "Quali sono le principali differenze tra i modelli linguistici aperti e quelli chiusi secondo loro?"
    assert language_of(finnish) is None
    assert language_of(italian) is None


def test_a_long_text_is_read_in_stretches() -> None:
    text = "Het gesprek gaat verder over de gevolgen van kunstmatige intelligentie. " * 50_000
    began = time.process_time()
    assert language_of(text) == "nl"
    assert time.process_time() - began < 0.5


def test_all_golden_questions_tell_their_language(shared: Path) -> None:
    import json

    lines = (shared / "golden" / "golden.jsonl").read_text().splitlines()
    asked = [(entry["question"], entry["lang"]) for entry in map(json.loads, lines)]
    assert [question for question, language in asked if language_of(question) != language] == []
