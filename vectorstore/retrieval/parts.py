"""The parts of a question that asks about two things, each searched for by itself as well; pure, imports words.

"How do llama.cpp and OpenVINO differ in size?" gives the same question about each of the two. One vector for both lies
between them, and the nearer one takes all the first places (docs/decisions/0004-retrieval.md).
"""

from __future__ import annotations

import re

from vectorstore.text.words import content_words

_ASKING = r"(?:how|what|where|which|who|when|why|hoe|wat|waar|waarin|welke?|wie|wanneer|waarom)"
_CLAUSES = re.compile(rf"^(.*?\b{_ASKING}\b.{{8,}}?),?\s+(?:and|but|while|en|maar|terwijl)\s+({_ASKING}\b.*)$", re.I)
_SEVERAL = re.compile(r"\b(?:which|what|welke) (?:two |twee )?(?:episodes|shows|afleveringen)\b", re.I)
"""Asks for the episodes of one subject, which may itself be two words with "and" between them."""
_COMPARED = re.compile(
    r"\b(?:differ\w*|compare\w*|contrast\w*|versus|vs|each|both|verschil\w*|vergelijk\w*|elk|allebei|beide)\b", re.I
)
_BEFORE = r"(?:do|does|did|is|are|was|were|between|compare|contrast|both|of|tussen|vergelijk|van|doen|zijn|verschillen)"
_AFTER = rf"(?:{_COMPARED.pattern}|have|has|say|says|talk|do|does|in|on|about|when|if|hebben|zeggen|over|als|bij)"
_PAIR = re.compile(
    rf"\b{_BEFORE}\s+((?:(?!{_BEFORE}\b|{_ASKING}\b)[^\s,;:?!]+\s+){{1,5}}?)(?:and|en|versus|vs\.?)\s+"
    rf"((?:(?!{_AFTER}\b|{_ASKING}\b)[^\s,;:?!]+\s*){{1,6}})",
    re.I,
)
_NAMED = re.compile(r"(?<![.?!:])\s[^\W\d_a-zà-ÿ]\w+|\w[A-Z\d_]|\w[._-]\w")
"""A word with a capital that begins no sentence, or one that no dictionary has ("GPT-4", "op_return")."""


def parts_of(question: str, language: str | None) -> tuple[str, ...]:
    """Return two questions that this one is made of, or none: two clauses, or one clause about two things compared."""
    return _two_clauses(question, language) or _two_things(question, language)


def _two_clauses(question: str, language: str | None) -> tuple[str, ...]:
    """Return the clauses of "how does A ..., and how does B ...?"; what names nothing leans on the clause before."""
    found = _CLAUSES.match(question)
    if not found or not all(len(content_words(clause, language)) > 1 for clause in found.groups()):
        return ()
    return found.groups() if all(_NAMED.search(clause) for clause in found.groups()) else ()


def _two_things(question: str, language: str | None) -> tuple[str, ...]:
    """Return the question about each of two things that it compares."""
    found = _PAIR.search(question) if _COMPARED.search(question) and not _SEVERAL.search(question) else None
    if not found or not all(content_words(thing, language) for thing in found.groups()):
        return ()
    (left, stop), (begin, right) = found.span(1), found.span(2)
    return f"{question[:stop].rstrip()} {question[right:]}", question[:left] + question[begin:]
