"""A member's evening: everything that members do with the bot, through a real gateway and the real program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing

import pytest
import pytest_asyncio

from tests.canaries import WORD, leaks
from tests.journeys import scenes
from tests.journeys.discord.exchanges import Exchange
from tests.journeys.discord.people import Person
from tests.journeys.discord.posts import Message
from tests.journeys.library import filled
from tests.journeys.scenes import RULES, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")
LAWYERS = "what is the small print of open source licences?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with scenes.scene(filled(tmp_path_factory, "evening")) as started:
        yield started


async def told(exchange: Exchange) -> str:
    return (await exchange.message()).content


async def asked(person: Person, scene: Scene, question: str = RULES, **options: object) -> Message:
    return await (await person.slash(scene.channel, "ask", question=question, **options)).message()


async def test_an_english_question_is_answered_from_a_dutch_episode_with_its_source(scene: Scene) -> None:
    answer = await asked(scene.guild.member("anna", locale="en-GB"), scene)
    assert answer.content.startswith(f"> {RULES}\n")
    assert "gezichtsherkenning" in answer.content
    assert "**Sources**\n[1] [Episode 1 · Wie kijkt er mee?" in answer.content
    assert "https://www.youtube.com/watch?v=Stopcon-01x" in answer.content
    assert answer.labels == ["Sources", "Context", "Follow up", "Open a thread", "Helpful", "Not helpful", "Delete"]
    assert not answer.ephemeral


async def test_buttons_speak_the_members_language_and_the_answer_that_of_the_question(scene: Scene) -> None:
    answer = await asked(scene.guild.member("bas", locale="nl"), scene)
    assert answer.labels[:3] == ["Bronnen", "Context", "Doorvragen"]
    assert "**Sources**" in answer.content


async def test_sources_are_shown_whole_to_the_presser_alone(scene: Scene) -> None:
    answer = await asked(scene.guild.member("cleo"), scene)
    sources = await (await scene.guild.member("dirk").click(answer, "Sources")).message()
    assert sources.ephemeral
    assert "live laten herkennen" in sources.content


async def test_the_transcript_is_walked_around_a_source(scene: Scene) -> None:
    person = scene.guild.member("cleo")
    answer = await asked(person, scene)
    page = await (await person.click(answer, "Context")).message()
    first = page.content
    assert page.ephemeral
    assert await told(await person.click(page, "Later")) != first
    assert await told(await person.click(page, "Earlier")) == first
    assert await told(await person.select(page, "2")) != first


async def test_a_follow_up_in_a_form_knows_what_was_asked_before(scene: Scene) -> None:
    person = scene.guild.member("eva")
    answer = await asked(person, scene)
    form = await (await person.click(answer, "Follow up")).modal()
    assert form.title == "Ask on"
    further = await (await person.submit(form, text="and who voted for it?")).message()
    assert further.content.startswith("> and who voted for it?")
    assert "Episode 1" in further.content


async def test_a_thread_is_opened_and_goes_on_with_the_conversation(scene: Scene) -> None:
    person = scene.guild.member("fien")
    answer = await asked(person, scene)
    where = await (await person.click(answer, "Open a thread")).message()
    assert where.ephemeral
    assert answer.thread is not None
    assert f"<#{answer.thread.id}>" in where.content
    question = await person.say(answer.thread, "@bot and who voted for it?")
    assert "Episode 1" in (await scene.discord.answer_to(question)).content
    again = await (await person.click(answer, "Open a thread")).message()
    assert f"<#{answer.thread.id}>" in again.content


async def test_a_mention_and_a_reply_to_its_answer_are_answered(scene: Scene) -> None:
    person = scene.guild.member("gijs")
    question = await person.say(scene.channel, f"@bot {RULES}")
    answer = await scene.discord.answer_to(question)
    assert answer.reference is question
    assert answer.content.startswith(f"> {RULES}")
    reply = await person.say(scene.channel, "and who voted for it?", reply_to=answer)
    assert "Episode 1" in (await scene.discord.answer_to(reply)).content


async def test_a_direct_message_is_a_conversation(scene: Scene) -> None:
    person = scene.guild.member("hans")
    answer = await scene.discord.answer_to(await person.say(person.direct, RULES))
    assert "Episode 1" in answer.content
    assert "Open a thread" not in answer.labels
    further = await scene.discord.answer_to(await person.say(person.direct, "and who voted for it?"))
    assert "Episode 1" in further.content


async def test_the_message_menu_asks_what_a_message_says(scene: Scene) -> None:
    said = await scene.guild.member("ina").say(scene.channel, RULES)
    answer = await (await scene.guild.member("joep").menu(said, "Ask the episodes about this")).message()
    assert answer.content.startswith(f"> {RULES}")


async def test_a_private_answer_can_be_shared(scene: Scene) -> None:
    person = scene.guild.member("kees")
    private = await asked(person, scene, private=True)
    assert private.ephemeral
    shared = await (await person.click(private, "Share")).message()
    assert not shared.ephemeral
    assert shared.content.splitlines()[:2] == [f"> {RULES}", "-# Shared by kees"]
    assert "Share" not in shared.labels
    assert "live laten herkennen" in await told(await scene.guild.member("dirk").click(shared, "Sources"))


async def test_votes_are_kept_with_what_was_wrong(scene: Scene) -> None:
    anna, bert = scene.guild.member("lies"), scene.guild.member("mees")
    answer = await asked(anna, scene)
    assert "noted as helpful" in await told(await anna.click(answer, "Helpful"))
    form = await (await bert.click(answer, "Not helpful")).modal()
    assert form.title == "What was wrong?"
    assert "noted as not helpful" in await told(await bert.submit(form, text="the wrong episode"))
    with closing(scene.ledger) as ledger:
        votes = ledger.votes(answer.id)
    assert (votes.helpful, votes.unhelpful, votes.reasons) == (1, 1, ("the wrong episode",))


async def test_only_the_asker_or_a_moderator_deletes_an_answer(scene: Scene) -> None:
    asker, other = scene.guild.member("nora"), scene.guild.member("otto")
    answer = await asked(asker, scene)
    assert "Only the person who asked" in await told(await other.click(answer, "Delete"))
    assert not answer.deleted
    assert await told(await asker.click(answer, "Delete")) == "Deleted."
    assert answer.deleted
    second = await asked(asker, scene)
    assert await told(await scene.guild.moderator("mo").click(second, "Delete")) == "Deleted."
    assert second.deleted


async def test_a_search_is_paged_by_its_asker_alone(scene: Scene) -> None:
    asker, other = scene.guild.member("piet"), scene.guild.member("quin")
    page = await (await asker.slash(scene.channel, "search", words="*open* source_licenties")).message()
    first = page.content
    assert "Page 1 of 5" in first
    await (await asker.click(page, "Next page")).message()
    assert "Page 2 of 5" in page.content
    assert "Only the person who asked" in await told(await other.click(page, "Next page"))
    await (await asker.click(page, "Previous page")).message()
    assert page.content == first


async def test_the_catalogue_leads_to_a_card_and_the_card_to_an_answer(scene: Scene) -> None:
    person = scene.guild.member("rosa")
    page = await (await person.slash(scene.channel, "episodes")).message()
    assert "Wie kijkt er mee?" in page.content
    option = next(o for o in page.control(None, "v1:card:", 3)["options"] if "Wie kijkt" in o["label"])
    card = await (await person.select(page, option["value"])).message()
    assert card.ephemeral
    assert "Wie kijkt er mee?" in card.content
    form = await (await person.click(card, "Ask about this episode")).modal()
    answer = await (await person.submit(form, text="what did they say about licences?")).message()
    assert "Episode 4" not in answer.content


async def test_an_episode_is_completed_by_number_and_by_title(scene: Scene) -> None:
    person = scene.guild.member("sien")
    offered = await person.complete(scene.channel, "ask", "episode", "4", question="x")
    assert offered[0]["name"].startswith("Episode 4")
    choices = await person.complete(scene.channel, "episode", "episode", "kijkt")
    assert len(choices) == 1
    card = await (await person.slash(scene.channel, "episode", episode=choices[0]["value"])).message()
    assert "Wie kijkt er mee?" in card.content
    answer = await asked(person, scene, "what is it about?", episode="1")
    assert "Episode 1" in answer.content


async def test_an_unknown_episode_is_named(scene: Scene) -> None:
    assert "zzzz" in (await asked(scene.guild.member("sien"), scene, episode="zzzz")).content


async def test_what_is_not_in_the_episodes_is_refused_with_what_is_near(scene: Scene) -> None:
    answer = await asked(scene.guild.member("tom"), scene, f"What is the best recipe for {WORD} pie?")
    assert "not" in answer.content.splitlines()[1].lower()
    assert "**Sources**" not in answer.content


@pytest.mark.promise(22)
async def test_the_sixth_question_in_a_minute_waits_and_only_the_asker_is_told(scene: Scene) -> None:
    person = scene.guild.member("uma")
    for _ in range(5):
        await asked(person, scene, "hello")
    refusal = await asked(person, scene, "hello")
    assert refusal.ephemeral
    assert "Try again <t:" in refusal.content
    mention = await scene.discord.answer_to(await person.say(scene.channel, f"@bot {RULES}"))
    assert "Try again <t:" in mention.content


async def test_a_second_question_waits_for_the_first(scene: Scene) -> None:
    person = scene.guild.member("vera")
    exchanges = [await person.slash(scene.channel, "ask", question=RULES) for _ in range(2)]
    contents = [await told(exchange) for exchange in exchanges]
    assert sum("still answering your last question" in content for content in contents) == 1


async def test_an_empty_mention_is_asked_what_it_wants_to_know(scene: Scene) -> None:
    answer = await scene.discord.answer_to(await scene.guild.member("wim").say(scene.channel, "@bot 👍"))
    assert answer.content.startswith("What would you like to know")


async def test_plain_messages_in_an_own_thread_are_explained_once(scene: Scene) -> None:
    person = scene.guild.member("xena")
    answer = await asked(person, scene)
    thread = await person.open_thread(answer, "more")
    first = await person.say(thread, "and who voted for it?")
    assert "Mention me" in (await scene.discord.answer_to(first)).content
    await person.say(thread, "hello?")
    mention = await person.say(thread, "@bot and who voted for it?")
    assert "Episode 1" in (await scene.discord.answer_to(mention)).content
    explained = [m for m in scene.discord.messages.values() if m.channel is thread and "Mention me" in m.content]
    assert len(explained) == 1


async def test_help_mentions_commands_that_can_be_clicked(scene: Scene) -> None:
    help_ = await (await scene.guild.member("yara").slash(scene.channel, "help")).message()
    assert help_.ephemeral
    assert f"</ask:{scene.discord.command('ask', guild=scene.guild)['id']}>" in help_.content


async def test_about_and_privacy_tell_what_is_so(scene: Scene) -> None:
    person = scene.guild.member("zoe", locale="nl")
    await asked(person, scene)
    assert "Achter het Stopcontact" in await told(await person.slash(scene.channel, "about"))
    privacy = await (await person.slash(scene.channel, "privacy")).message()
    assert privacy.labels == ["Geef me een kopie", "Wis wat er bewaard wordt"]
    copy = await told(await person.click(privacy, "Geef me een kopie"))
    assert '"verdict": "answered"' in copy
    assert RULES not in copy
    await (await person.click(privacy, "Wis wat er bewaard wordt")).message()
    assert "gewist" in await told(await person.click(privacy, "Ja, wis het"))
    again = await (await person.slash(scene.channel, "privacy")).message()
    assert '"answers": []' in await told(await person.click(again, "Geef me een kopie"))


async def test_a_member_or_a_server_fixes_the_language_of_answers(scene: Scene) -> None:
    person, moderator = scene.guild.member("abel"), scene.guild.moderator("mo")
    assert "Dutch" in await told(await person.slash(scene.channel, "language", language="nl"))
    assert "**Bronnen**" in (await asked(person, scene)).content
    refusal = await told(await person.slash(scene.channel, "language", language="nl", everyone=True))
    assert "moderator" in refusal
    await told(await moderator.slash(scene.channel, "language", language="nl", everyone=True))
    assert "**Bronnen**" in (await asked(scene.guild.member("bibi"), scene)).content
    await told(await moderator.slash(scene.channel, "language", language="auto", everyone=True))
    assert "**Sources**" in (await asked(scene.guild.member("bibi"), scene)).content


async def test_presence_says_how_many_episodes_are_known(scene: Scene) -> None:
    assert scene.discord.gateway.presences[-1]["activities"][0]["state"] == "3 episodes · /ask"


@pytest.mark.promise(7)
async def test_the_evening_broke_no_rule_of_discord(scene: Scene) -> None:
    assert scene.discord.violations == []
    assert scene.discord.intents == (1 << 0) | (1 << 9) | (1 << 12)
    assert max(scene.discord.acknowledgements) < 3
    assert [
        line for line in scene.bot.lines if "Traceback" in line or RULES in line or scene.discord.token in line
    ] == []


@pytest.mark.promise(36)
async def test_the_evening_left_no_word_of_a_question_on_the_disk(scene: Scene) -> None:
    with closing(scene.ledger) as ledger:
        (questions,) = ledger.rows("SELECT COUNT(*) FROM outcomes")[0]
    assert questions >= 20
    assert leaks(scene.data_dir) == []
    assert leaks(scene.data_dir, [b"small print of open source"]) == []
