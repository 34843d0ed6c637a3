"""Abbreviations with a dot, for the cutting of sentences; imports nothing of the project.

All are folded and written without their last dot.
"""

from __future__ import annotations


def _words(words: str) -> frozenset[str]:
    return frozenset(words.casefold().split())


# A name or an example follows, so the sentence goes on.
ABBREVIATIONS = _words(
    """
    mr mrs ms dr drs prof ing mevr mw dhr hr ds mr.drs st sr sra srta ud uds vd vds lic dra gral gen col
    sgt lt capt cmdr rev hon gov sen rep pres messrs mme mlle e.g i.e eg vs cf viz approx ca circa resp
    incl excl eds dept univ bijv bv d.w.z d.i m.b.t i.v.m i.p.v t.o.v t.a.v o.l.v n.a.v m.a.w m.n o.m
    a.h.w z.g n.l d.m.v m.u.v i.t.t i.s.m t.b.v t/m vgl evt zgn zg zogen o.b.v i.o t.w.v bijz ten.m p.ej
    ej p.e ee.uu dpto avda ntra z.b bzw d.h u.a s.o s.u sog ggf evtl inkl bspw p.ex c.-à-d mt mts ave
    blvd rd
    """
)

# The sentence goes on when a number follows ("no. 5", "jan. 12"); else they are words or names.
NUMBERED = _words(
    """
    no nr nrs nos num núm art fig figs p pp pag pág págs vol vols ch hfst afl blz jan feb febr mrt apr
    jun jul aug sep sept okt oct nov dec aufl tel v
    """
)

# A sentence may end with these; whether it does, the next word tells ("etc" needs no entry: a capital after
# it begins a sentence, a small letter goes on).
CLOSING_ABBREVIATIONS = _words(
    """
     e.d e.a e.v o.a a.o i.d inc ltd co corp bros jr u.s u.k u.s.a e.u u.n d.c a.m p.m
    a.d b.c ph.d m.sc b.sc b.a m.a n.v b.v v.chr n.chr usw u.s.w s.a s.l et.al al
    """
)

MONTHS = _words(
    """
    januari februari maart april mei juni juli augustus september oktober november december january
    february march may june july august october enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre januar februar märz mai dezember janvier février mars avril
    juin juillet août septembre octobre novembre décembre
    """
)

# Words that, with a capital after an abbreviation, begin a new sentence rather than a name. Articles that
# begin surnames (de, van, la, el, le, der) are left out.
OPENERS = _words(
    """
    the a an it he she they we you this that these those there here and but so or if when where what why
    how who which because then now yes no not in on at for with from as is are was were do does did can
    i i'm it's that's my our your his her their its also however het een hij zij ze wij jij je u ik dit
    dat deze die er hier daar en maar dus of als toen wanneer waar wat waarom hoe wie welke want omdat
    dan nu ja nee niet op bij voor met zijn waren ook echter zo mijn onze los las un una es son él ella
    ellos y pero o si cuando donde qué cómo por porque entonces ahora sí esto eso das ein eine sie wir
    ich dies und aber oder wenn wo wer warum dann jetzt nein nicht im auch les une il elle ils elles
    nous vous ce cette et mais ou quand où pourquoi comment alors non
    """
)
