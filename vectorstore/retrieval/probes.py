"""Questions that no podcast library is about, in members' own words; evidence is measured against them.

Written for this project. They keep the carrier ("what did they say about ..."), because questions in another
style score on another level (docs/decisions/0005-evidence.md).
"""

from __future__ import annotations

_EN = (
    "What did they say about tomatoes?|What did they say about growing roses on a balcony?|"
    "What do the hosts think of Norwegian knitting patterns?|How do you bake sourdough bread according to the podcast?|"
    "Did they mention the best beaches of Portugal?|What is their advice for training a puppy?|"
    "Which episode is about medieval castles?|What did they say about toothache?|"
    "How long should you boil an egg according to them?|What did the guest say about ballet shoes?|"
    "Who won the cycling race they talked about?|What did they say about volcanoes in Iceland?|"
    "Do they explain how to change a bicycle tyre?|What did they say about the price of lamb?|"
    "What do they recommend for dry skin?|Which football club do the hosts support?|"
    "What did they say about the life of bees?|How do they like to cook mussels?|"
    "What did they say about wedding dresses?|Is there an episode about learning to ski?|"
    "What was said about the moons of Saturn?|What did they say about grandfather clocks?|"
    "Do they discuss how to raise twins?|What is the best way to remove red wine stains?|"
    "What did they say about trams in Lisbon?|Which opera did they talk about?|"
    "What did they say about snoring?|How do you prune an apple tree according to the guest?|"
    "What did they say about the Roman army?|What do they think of tattoos?|"
    "What did they say about horse riding lessons?|Did they talk about the history of chess?|"
    "What is said about allergies to peanuts?|What did they say about camping in the rain?|"
    "How do they make tomato soup?|What did they say about migrating birds?|"
    "What did they say about Greek islands?|Which perfume did the guest mention?|"
    "What did they say about sleeping on your side?|What did the hosts say about wallpaper?"
)
_NL = (
    "Wat zeiden ze over tomaten?|Wat zeiden ze over rozen kweken op een balkon?|"
    "Wat vinden de presentatoren van Noorse breipatronen?|Hoe bak je zuurdesembrood volgens de podcast?|"
    "Noemden ze de mooiste stranden van Portugal?|Wat is hun advies voor het opvoeden van een puppy?|"
    "Welke aflevering gaat over middeleeuwse kastelen?|Wat zeiden ze over kiespijn?|"
    "Hoe lang moet je volgens hen een ei koken?|Wat zei de gast over balletschoenen?|"
    "Wie won de wielerwedstrijd waar ze het over hadden?|Wat zeiden ze over vulkanen op IJsland?|"
    "Leggen ze uit hoe je een fietsband plakt?|Wat zeiden ze over de prijs van lamsvlees?|"
    "Wat raden ze aan tegen een droge huid?|Welke voetbalclub steunen de presentatoren?|"
    "Wat zeiden ze over het leven van bijen?|Hoe koken ze het liefst mosselen?|"
    "Wat zeiden ze over trouwjurken?|Is er een aflevering over leren skiën?|"
    "Wat werd er gezegd over de manen van Saturnus?|Wat zeiden ze over staande klokken?|"
    "Bespreken ze hoe je een tweeling opvoedt?|Wat is de beste manier om rodewijnvlekken te verwijderen?|"
    "Wat zeiden ze over trams in Lissabon?|Over welke opera hadden ze het?|"
    "Wat zeiden ze over snurken?|Hoe snoei je een appelboom volgens de gast?|"
    "Wat zeiden ze over het Romeinse leger?|Wat vinden ze van tatoeages?|"
    "Wat zeiden ze over paardrijlessen?|Ging het over de geschiedenis van het schaken?|"
    "Wat wordt er gezegd over een pinda-allergie?|Wat zeiden ze over kamperen in de regen?|"
    "Hoe maken ze tomatensoep?|Wat zeiden ze over trekvogels?|"
    "Wat zeiden ze over Griekse eilanden?|Welk parfum noemde de gast?|"
    "Wat zeiden ze over op je zij slapen?|Wat zeiden de presentatoren over behang?"
)
PROBES: dict[str, tuple[str, ...]] = {"en": tuple(_EN.split("|")), "nl": tuple(_NL.split("|"))}
"""Forty questions for each language in which members ask."""


def all_probes() -> list[str]:
    """Return the probes of all languages, in a fixed order."""
    return [question for language in sorted(PROBES) for question in PROBES[language]]
