"""A faithful reply reaches the reader as it was written: a gate that drops everything is no gate."""

import re

import pytest

from bot.answering.checking.checked import check
from tests.checking import HITS

REPLIES = [
    "According to Jelle, the bees winter in three boxes [1]. In a good year they give forty kilos of honey [1].",
    "Volgens Jelle Brandsma halen ze 40 kilo honing per jaar, vooral van de lindebloesem [1].",
    "In 2019 they lost 9 million bees [1].",
    "In 2019 verloren ze 9 miljoen bijen [1].",
    "They lost nine million bees in 2019, Jelle’s worst year [1].",
    "Jelle treats them with oxalic acid in December, when there is no brood [1].",
    "In de aflevering van 9 januari 2024 vertelt Mira Tolsma over bijen [1].",
    "On 9 January 2024, in “Bijen op het dak”, Jelle says he treats the hives in December [1].",
    "Episode 2 (5 March 2024) is about a ferry with batteries of 4 MWh [2].",
    "De veerboot vaart op accu's van vier megawattuur [2]. Volgens de kapitein klagen passagiers [2].",
    "A ticket costs €3.50, which is 12 percent less than before. [2]",
    "Een kaartje kost € 3,50: twaalf procent minder dan eerst [2].",
    "The satellite was built in the Netherlands for the EU, and NASA offered $54,000 in 2019 [3].",
    "De satelliet is in Nederland gebouwd voor de Europese Unie; in 2019 bood NASA 54.000 dollar [3].",
    "De Nederlandse satelliet heeft drie reactiewielen, zegt Owen, en geen brandstof [3].",
    "Owen's antenna did not unfold for 11 days [3]. Then “a warm morning freed it” [3].",
    "Owens antenne bleef elf dagen dicht. Toen kwam ze vrij [3].",
    "**Yes.** The bees winter there [1].",
    "Two episodes speak of machines: the ferry [2] and the satellite [3].",
    "- **Bees**: they winter in boxes [1]\n- **Ferry**: it runs on batteries [2]\n- **Satellite**: without fuel [3]",
    "Er komen drie dingen langs:\n\n1. De bijen overwinteren in kasten [1].\n2. De veerboot is stil [2].\n"
    "3. De satelliet heeft geen brandstof [3].",
    "Jelle and Owen disagree: he speaks of bees [1], whereas Owen speaks of clouds [3].",
    "Owen says: “It did not unfold for eleven days, and then a warm morning freed it.” [3]",
    "Owen noemt de antenne: “It did not unfold for eleven days” (het duurde dus elf dagen) [3].",
    "Mira asks what he does against the mites; Jelle answers: “Wij behandelen met oxaalzuur in december” [1].",
    "As the captain puts it, the engine room is “so quiet that passengers complain about the missing hum” [2].",
    "The so-called “missing hum” bothers people [2].",
    "NASA used Anna's GPT-4 software [3].",
    "It takes pictures of clouds at night, with no fuel at all [3]; it's as big as a shoebox [3].",
    "Ja, dat kan: de bijen leven door, want het middel doodt alleen de mijten [1].",
]


def without_numbers(text: str) -> str:
    return re.sub(r"(?:\[\d+\])+", "[n]", text)


@pytest.mark.parametrize("reply", REPLIES)
def test_a_faithful_reply_reaches_the_reader_as_it_was_written(reply: str) -> None:
    checked = check(reply, "What about bees, ferries and satellites?", HITS, "nl" if " de " in reply else "en")
    assert checked.dropped == ()
    assert without_numbers(checked.text) == without_numbers(reply)
    assert len(checked.citations) >= 1


def test_all_of_them_together_do_as_well() -> None:
    whole = "\n\n".join(REPLIES)
    checked = check(whole, "What about bees, ferries and satellites?", HITS, "en")
    assert without_numbers(checked.text) == without_numbers(whole)
