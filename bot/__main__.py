"""The command line of the front desk: parse, print, exit code; everything else lives in `bot.terminal` and below."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Show = Annotated[str | None, typer.Option("--show", help="Look in one show only.")]
Number = Annotated[int | None, typer.Option("--episode", help="Look in the episode with this number only.")]
Questions = Annotated[str | None, typer.Option("--questions", help="A file of questions, one a line; - is stdin.")]


@app.callback()
def main() -> None:
    """Answers questions from a podcast's own words, with the episode, the moment and the quotation."""
    from bot.quiet import quiet_libraries

    quiet_libraries()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    show: Show = None,
    episode: Number = None,
    questions: Questions = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Answer in the episodes' own words alone.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say how the answer came about.")] = False,
    json: Json = False,
) -> None:
    """Answer a question from the episodes, with their sources."""
    from bot.terminal import verbs

    leave(lambda: verbs.ask(question, show, episode, questions, json, verbs.How(no_model, explain)))


@app.command()
def search(
    words: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many passages.")] = 10,
    show: Show = None,
    episode: Number = None,
    questions: Questions = None,
    json: Json = False,
) -> None:
    """Show the nearest passages; answer nothing."""
    from bot.terminal import verbs

    leave(lambda: verbs.search(words, limit, show, episode, questions, json))


@app.command()
def episodes(json: Json = False) -> None:
    """List what the index holds."""
    from bot.terminal import verbs

    leave(lambda: verbs.episodes(json))


@app.command()
def chat() -> None:
    """Talk with the bot in the terminal."""
    from bot.terminal import conversation

    leave(conversation.chat)


@app.command()
def check(json: Json = False) -> None:
    """Say what is configured, what the index holds, what is wrong and how to mend it."""
    from bot.terminal import checkup

    leave(lambda: checkup.check(json))


@app.command()
def evaluate(
    file: Annotated[str, typer.Argument(help="Questions with known answers, a JSON object a line.")],
    calibrate: Annotated[bool, typer.Option("--calibrate", help='Fit "near enough" to these questions.')] = False,
    json: Json = False,
) -> None:
    """Measure search and answers on your own questions."""
    from bot.terminal import evaluation

    leave(lambda: evaluation.evaluate(file, json, calibrate))


@app.command()
def run() -> None:
    """Be the Discord bot, until SIGTERM or Ctrl-C."""
    from bot import running

    leave(running.run)


@app.command()
def invite() -> None:
    """Print the link that adds the bot to a Discord server."""
    from bot import invitation

    leave(invitation.invite)


def leave(verb: object) -> None:
    """Run a verb and end with its exit code; expected failures become one sentence on stderr."""
    from bot.terminal.leaving import run

    sys.exit(run(verb))  # type: ignore[arg-type]


if __name__ == "__main__":
    app()
