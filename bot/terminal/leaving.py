"""How a verb ends: its exit code, and one sentence for what went wrong; imports errors alone."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable

from vectorstore.errors import StoreError, exit_code

INTERRUPTED = 130


class UsageProblem(Exception):
    """The command line was called in a way that makes no sense; the text says what does."""


def run(verb: Callable[[], int]) -> int:
    """Return the exit code of a verb; a person sees a sentence, never a traceback (BOT_DEBUG=1 shows it)."""
    try:
        return verb()
    except UsageProblem as error:
        return told(str(error), 2)
    except StoreError as error:
        return told(str(error), exit_code(error))
    except KeyboardInterrupt:
        return told("Interrupted.", INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone; writing to it again at exit would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("BOT_DEBUG"):
            traceback.print_exc()
        return told(f"Something went wrong ({type(error).__name__}). Run `python -m bot check`.", 1)


def told(sentence: str, code: int) -> int:
    """Print a sentence on stderr and return the code."""
    print(sentence, file=sys.stderr)
    return code
