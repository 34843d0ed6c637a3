"""Starts a program that ends with whoever started it: `python leash.py PARENT PROGRAM [ARGUMENT]...`.

A script of its own that imports the standard library alone. The alternative, a `preexec_fn`, would run Python between
fork and exec in a process whose other threads (and their locks) are gone, and the bot has many threads.

Linux sends SIGTERM to the program when PARENT dies, however it dies: the program then ends as after Ctrl-C, and the
kernel frees its lock. Elsewhere it goes on to its end alone, and the next start of the bot finds it or its outcome.
"""

from __future__ import annotations

import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its parent, and become the program."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
    if os.getppid() != parent:  # it died before it could be tied
        sys.exit(1)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
