"""What a speaker's label looks like; imports nothing of the project."""

from __future__ import annotations

import re

PARTICLES = frozenset(re.findall(r"\S+", """
    van der den de het ten ter te 't von zu da di do dos del della la le los las el al bin ibn y e en and &
"""))  # fmt: skip
NO_NAMES = frozenset(re.findall(r"[^;\n]+", """
let op;note;noot;nb;n.b.;ps;p.s.;tip;tips;warning;waarschuwing;opmerking;bron;bronnen;source;sources
link;links;todo;example;voorbeeld;update;disclaimer;views;weergaven;datum;date;titel;title;http;https
url;joke;extra;extras;break;pauze;intro;outro;sponsor;sponsored by;music;muziek;doel;code;oplossing
uitdaging;stap;step;resultaat;result;conclusie;conclusion;samenvatting;summary;transcript;important
belangrijk;show;duration;duur;special guest;guests;gasten;tags
"""))  # fmt: skip
"""Words before a colon that announce a thing, not a person."""
ROLES = re.compile(
    r"\s*\((?:guest|gast|host|co-?host|presentator|presentatrice|interviewer|moderator|invitado|panellid)\)$",
    re.IGNORECASE,
)
DIARISED = re.compile(
    r"^(?:speaker|spreker|sprecher|hablante|orador|interlocuteur)[ _-]?(?:\d{1,3}|[A-Z])$", re.IGNORECASE
)
WORD = re.compile(r"^[^\W\d_][\w.'’&-]*$|^\d{1,3}$")
SHORT_FORM = re.compile(r"^(.{3,50}?)\s*\(([^\W\d_][\w.]{0,9})\)$")
SENTENCE = re.compile(r"[.!?;,]\s|[!?;,]$")
LONGEST = 60
MOST_WORDS = 5


def tidy(label: str) -> str:
    """Return a label as the speaker's name: without its role ("Chantal (gast)"), blanks made one."""
    return ROLES.sub("", " ".join(label.replace("\\", "").split())).strip(" -–—")


def is_diarised(label: str) -> bool:
    """Whether the label is one that a machine gives: SPEAKER_07, Speaker 1, Spreker A."""
    return DIARISED.match(label) is not None


def is_possible(label: str) -> bool:
    """Whether a marked label (bold, bracketed, timed) can be a speaker: not "Let op" or "Michael #1"."""
    return (
        0 < len(label) <= LONGEST
        and label.lower() not in NO_NAMES
        and "#" not in label
        and any(sign.isalpha() for sign in label)
        and not SENTENCE.search(label)
    )


def is_name_shaped(label: str) -> bool:
    """Whether an unmarked label looks like a name: few words, each with a capital but for particles."""
    words = re.sub(r"\s*\([^()]*\)$", "", label).split()
    return (
        is_possible(label)
        and 0 < len(words) <= MOST_WORDS
        and all(WORD.match(word) for word in words)
        and words[0][0].isalpha()
        and any(word[0].isupper() for word in words)
        and all(word[0].isupper() or word.isdigit() or word.lower() in PARTICLES for word in words)
    )
