"""Word lists in Dutch, English, Spanish, German and French; imports nothing of the project.

All words are folded. "ai" (j'ai), "car" and "weer" (again; the weather) are left out because they are also
subjects. Contractions stand with their apostrophe and, where people leave it out, without.
"""

from __future__ import annotations


def _words(words: str) -> frozenset[str]:
    return frozenset(words.casefold().split())  # "daß" is matched as "dass"


_NL = _words(
    """
    de het een en of maar want dus dat die dit deze daar daarmee daarvan daarvoor daarin daarna daarom
    daarnaast daarover daaruit daarbij daardoor daarop er eraan erin ermee erop eruit ervan ervoor
    erover erbij hier hierbij hierin hierover hiervan hiervoor hiermee hierdoor ik jij je u hij zij ze
    wij we jullie mij me jou hem haar hen hun ons onze mijn m'n zijn z'n d'r jouw uw zich zichzelf
    elkaar men wie wat waar wanneer waarom hoe hoeveel welk welke waarin waarmee waarvan waarvoor
    waarover waardoor waarop waaruit waarbij waarna waarnaar waartoe is ben bent was waren geweest wordt
    word worden werd werden geworden heb hebt heeft hebben had hadden gehad kan kun kunt kunnen kon
    konden zal zul zult zullen zou zouden zoude moet moeten moest moesten mag mogen mocht mochten wil
    wilt willen wilde wilden wou ga gaat gaan ging gingen doe doet doen deed deden gedaan laat laten van
    in op te aan met voor naar uit bij om door over tegen tot na tussen zonder onder boven binnen buiten
    tijdens vanaf vanuit volgens per sinds als dan toen nu nog al ook niet geen wel toch alleen zelf
    zelfs heel erg zeer veel meer meest minder weinig alle alles iedereen iemand niemand iets niets
    ieder iedere elk elke ander andere anders zo zoals zodat zodra omdat terwijl hoewel indien tenzij
    steeds altijd nooit soms vaak even eens ooit ja nee eigenlijk gewoon misschien bijvoorbeeld ten ter
    des der den 't 's 'n 'm 'k da's ie wier wiens zo'n één
    """
)

_EN = _words(
    """
    the a an and or but nor so yet if then else than that this these those there here he she it its it's
    i me my mine myself you your yours yourself yourselves him his himself her hers herself itself we us
    our ours ourselves they them their theirs themselves who whom whose which what when where why how is
    am are was were be been being do does did done doing have has had having can could shall should will
    would may might must ought cannot of in on at to from by with without for about into onto over under
    above below between among through during before after against up down out off again further once as
    until while because since although though unless whether not no only own same too very just also
    even still already ever never always often both each few more most much many some any all every
    everyone everybody someone somebody anyone anybody nobody something anything nothing everything
    other another such one ones get gets got going gonna let like really actually basically well yeah
    yes okay ok oh um uh per via within upon toward towards i'm you're he's she's we're they're i've
    you've we've they've i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll we'll they'll isn't
    aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't shan't shouldn't
    can't couldn't mustn't let's that's who's what's here's there's when's where's why's how's im youre
    hes shes theyre ive youve weve theyve isnt arent wasnt werent hasnt havent hadnt doesnt dont didnt
    wont wouldnt shouldnt cant couldnt lets thats whos whats heres theres hows
    """
)

_ES = _words(
    """
    el la los las lo un una unos unas al del y e o u pero sino ni que qué quien quién quienes quiénes
    cual cuál cuales cuáles cuando cuándo donde dónde adonde adónde como cómo cuanto cuánto cuanta
    cuánta cuantos cuántos cuantas cuántas por porque porqué para con sin sobre entre hasta desde hacia
    según segun contra durante mediante tras ante bajo de en a yo tú tu tus te ti él ella ello ellos
    ellas nosotros nosotras vosotros vosotras usted ustedes me mi mis mí nos os se sí si le les su sus
    suyo suya suyos suyas mío mía nuestro nuestra nuestros nuestras vuestro vuestra este esta esto estos
    estas ese esa eso esos esas aquel aquella aquello aquellos aquellas es son soy eres somos sois era
    eran fue fueron ser sido siendo está estan están estoy estás estamos estar estaba estaban estado he
    has ha hemos han haber había habían hay hubo tiene tienen tengo tenía tener puede pueden poder podía
    hace hacen hacer hizo va van ir voy no ya también tambien tampoco muy más mas menos mucho mucha
    muchos muchas poco poca pocos pocas todo toda todos todas otro otra otros otras algo alguien algún
    alguno alguna algunos algunas nada nadie ningún ninguno ninguna cada mismo misma mismos mismas tan
    tanto tanta así asi aun aún entonces luego pues bien siempre nunca ahora aquí ahí allí
    """
)

_DE = _words(
    """
    der die das den dem des ein eine einer eines einem einen kein keine keiner keinem keinen und oder
    aber denn sondern dass daß weil wenn als ob obwohl während damit also ich du er sie es wir ihr mich
    dich ihn uns euch mir dir ihm ihnen sich mein meine meiner meinem meinen dein deine sein seine
    seiner seinem seinen ihre ihrer ihrem ihren unser unsere euer eure wer was wen wem wessen wo wann
    warum wieso weshalb wie wieviel welche welcher welches welchem welchen ist bin bist sind seid war
    waren wäre wären gewesen wird werde werden wurde wurden worden geworden hat habe haben hatte hatten
    hätte gehabt kann kannst können konnte konnten könnte muss muß müssen musste soll sollen sollte will
    wollen wollte darf dürfen mag möchte mögen tun tut macht machen von vom zu zum zur in im ins an am
    ans auf aus bei beim mit nach vor für über unter zwischen durch gegen ohne um bis seit wegen trotz
    nicht nichts nur auch noch schon sehr mehr viel viele wenig wenige alle alles allem allen jeder jede
    jedes jedem jeden man jemand niemand etwas dieser diese dieses diesem diesen jener jene dort da hier
    dann nun so doch mal ja nein immer nie wieder selbst andere anderen anderer anderes dabei dazu davon
    dafür darauf darüber darin daran worüber wofür womit wovon
    """
)

_FR = _words(
    """
    le la les l' un une des du de d' au aux et ou mais donc ni que qu' qui quoi dont où quand comment
    pourquoi combien quel quelle quels quelles lequel laquelle lesquels lesquelles ce c' cet cette ces
    ceci cela ça je j' tu il elle on nous vous ils elles me m' te t' se s' moi toi lui eux leur leurs
    mon ma mes ton ta tes son sa ses notre nos votre vos est suis sommes êtes sont était étaient été
    être sera seront serait fut as a avons avez ont avait avaient avoir eu aura fait faire font peut
    peuvent pouvoir doit doivent devoir va vont aller ne n' pas plus moins très trop peu beaucoup tout
    toute tous toutes autre autres même mêmes aussi encore déjà toujours jamais rien quelque quelques
    chaque aucun aucune si non oui en dans sur sous avec sans pour par vers chez entre depuis pendant
    avant après contre selon comme ainsi alors lorsque puisque parce afin y là ici est-ce qu'est-ce
    c'est n'est qu'il qu'elle qu'on d'un d'une l'on j'ai s'il
    """
)

STOP_WORDS: dict[str, frozenset[str]] = {
    "nl": _NL,
    "en": _EN,
    "es": _ES,
    "de": _DE,
    "fr": _FR,
}

# Words that frame a question about a show and say nothing of what is asked.
_CARRIERS_EN = _words(
    """
    say says said saying tell tells told telling talk talks talked talking speak speaks spoke speaking
    mention mentions mentioned mentioning discuss discusses discussed discussing discussion explain
    explains explained explaining describe describes described cover covers covered according episode
    episodes podcast podcasts show shows host hosts transcript summary please know think thinks thought
    opinion
    """
)
_CARRIERS_NL = _words(
    """
    zeg zegt zeggen zei zeiden gezegd vertel vertelt vertellen vertelde vertelden verteld praat praten
    praatte praatten gepraat spreek spreekt spreken sprak spraken gesproken besproken bespreek bespreekt
    bespreken besprak bespraken noem noemt noemen noemde noemden genoemd leg legt leggen legde legden
    uitleg uitgelegd uitleggen beschrijf beschrijft beschrijven beschreven behandelt behandelen
    behandeld volgens aflevering afleveringen podcast podcasts show presentator presentatoren transcript
    samenvatting alsjeblieft alstublieft graag weet weten vind vindt vinden vond vonden denk denkt
    denken dacht dachten mening gesprek
    """
)
_CARRIERS_ES = _words(
    """
    dice dicen decir dijo dijeron dicho di dime cuenta cuentan cuéntame cuentame contar contó contaron
    habla hablan hablar habló hablaron hablado menciona mencionan mencionar mencionó mencionaron explica
    explican explicar explicó explícame episodio episodios capítulo capítulos capitulo pódcast programa
    presentador presentadores favor opina opinan según
    """
)
_CARRIERS_DE = _words(
    """
    sagt sagen sagte sagten gesagt erzähl erzähle erzählt erzählen erzählte sprechen spricht sprach
    sprachen gesprochen reden redet redeten erwähnt erwähnen erwähnte erwähnten erklär erkläre erklärt
    erklären erklärte folge folgen laut episode sendung moderator moderatoren bitte gespräch
    """
)
_CARRIERS_FR = _words(
    """
    dit disent dire dis disait parle parlent parler parlé parlaient raconte racontent raconter mentionne
    mentionnent mentionner mentionné explique expliquent expliquer expliqué discuté discutent épisode
    épisodes émission animateur animateurs plaît d'après
    """
)

CARRIERS: frozenset[str] = _CARRIERS_EN | _CARRIERS_NL | _CARRIERS_ES | _CARRIERS_DE | _CARRIERS_FR
