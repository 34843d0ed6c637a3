"""Names that English and Dutch write in different ways, each line one thing; pure, and without diacritics."""

from __future__ import annotations

from functools import cache

_LINES = """
netherlands nederland nederlander nederlanders nederlands nederlandse dutch dutchman holland hollands hollandse
belgium belgie belg belgen belgisch belgische belgian belgians
germany duitsland duitser duitsers duits duitse german germans
france frankrijk fransen frans franse french
britain engeland england english engels engelse british brits britse britten groot-brittannie uk vk kingdom koninkrijk
states staten america amerika american americans amerikaan amerikanen amerikaans amerikaanse us usa vs
spain spanje spaans spaanse spanish spaniard spaniards spanjaarden
portugal portugees portugese portuguese
italy italie italiaan italianen italiaans italiaanse italian italians
greece griekenland grieks griekse grieken greek greeks
austria oostenrijk oostenrijks oostenrijkse austrian
switzerland zwitserland zwitsers zwitserse swiss
sweden zweden zweeds zweedse swedish
norway noorwegen noors noorse norwegian
denmark denemarken deens deense danish
finland fins finse finnish
poland polen pools poolse polish
hungary hongarije hongaars hongaarse hungarian
romania roemenie roemeens roemeense romanian
bulgaria bulgarije bulgaars bulgaarse bulgarian
ukraine oekraine oekraiens oekraiense oekrainers ukrainian ukrainians
russia rusland rus russen russisch russische russian russians
turkey turkije turk turken turks turkse turkish
china chinees chinese chinezen
japan japans japanse japanners japanese
india indiaas indiase indian
indonesia indonesie indonesisch indonesische indonesian
israel israelisch israelische israeli
egypt egypte egyptisch egyptische egyptian
morocco marokko marokkaans marokkaanse moroccan
africa afrika afrikaans afrikaanse african south-africa zuid-afrika
europe europa europees europese european europeans eu union unie
asia azie aziatisch aziatische asian
australia australie australisch australische australian
brazil brazilie braziliaans braziliaanse brazilian
mexico mexicaans mexicaanse mexican
ireland ierland iers ierse irish
scotland schotland schots schotse scottish
iceland ijsland ijslands ijslandse icelandic
croatia kroatie
estonia estland
latvia letland
lithuania litouwen
frisia friesland frisian fries friese
flanders vlaanderen flemish vlaams vlaamse
zeeland zealand
rhine rijn
meuse maas
hague haag
antwerp antwerpen
brussels brussel
bruges brugge
ghent gent
london londen
paris parijs
berlin berlijn
vienna wenen
cologne keulen
munich munchen
copenhagen kopenhagen
moscow moskou
kyiv kiev
beijing peking
prague praag
milan milaan
venice venetie
geneva geneve
lisbon lissabon
warsaw warschau
athens athene
rome roma
flushing vlissingen
latin latijn latijns latijnse
arabic arabisch arabische arab arabs arabieren
jewish joods joodse jews joden
christian christians christen christenen christelijk christelijke
muslim muslims moslim moslims islamic islamitisch islamitische
catholic katholiek katholieke
un vn nations naties
nato navo
who wereldgezondheidsorganisatie
ai ki intelligence intelligentie
gdpr avg
vat btw
hiv aids
christmas kerst kerstmis
easter pasen
whitsun pinksteren
monday maandag
tuesday dinsdag
wednesday woensdag
thursday donderdag
friday vrijdag
saturday zaterdag
sunday zondag
north noord noordelijk noorden northern
south zuid zuidelijk zuiden southern
east oost oostelijk oosten eastern
west westelijk westen western
sea zee
ocean oceaan
river rivier
lake meer
mountain mountains berg bergen
island islands eiland eilanden
earth aarde
moon maan
sun zon
world wereld
war oorlog
second tweede
first eerste
third derde
house chamber kamer representatives parliament parlement congress congres
senate senaat
member lid kamerlid mp
government regering kabinet cabinet
prime premier minister-president
secretary secretaris staatssecretaris
ministry ministerie department departement
president voorzitter chair chairman chairwoman speaker
mayor burgemeester
king koning
queen koningin
prince prins
royal koninklijk koninklijke
court rechtbank gerechtshof hof raad council
supreme hoge
state staat rijk
council gemeenteraad
municipality municipal gemeente gemeentelijk
commission commissie committee
party partij
labour labor arbeid pvda
greens groenlinks groen green
freedom vrijheid
law act wet
constitution grondwet
health volksgezondheid gezondheid zorg care
finance financien financial
justice justitie
education onderwijs
agriculture landbouw
defence defense defensie
foreign buitenlandse buitenlands
interior binnenlandse
affairs zaken
social sociale
environment milieu
climate klimaat
energy energie
infrastructure infrastructuur
housing wonen volkshuisvesting
economic economische economy economie
police politie
army leger
university universiteit
college hogeschool
institute instituut
school scholen
hospital ziekenhuis
church kerk
museum musea
library bibliotheek
foundation stichting
association vereniging
company bedrijf
national nationaal nationale
international internationaal internationale
central centraal centrale
bureau office agency dienst kantoor
statistics statistiek
bank banken
street straat
square plein
bridge brug
railway railways spoorwegen
airport luchthaven
new nieuw nieuwe
great groot grote
golden gouden
bible bijbel
god goden
father vader pater
mother moeder moeders
book boek
day dag
night nacht
white witte wit
black zwart zwarte
red rood rode
"""


@cache
def _groups() -> dict[str, tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for number, line in enumerate(_LINES.strip().splitlines()):
        for word in line.split():
            groups.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in groups.items()}


def things(word: str) -> tuple[int, ...]:
    """Return the numbers of the things that a folded word may name; equal numbers are the same thing."""
    return _groups().get(word, ())
