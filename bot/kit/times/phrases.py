"""Phrases that people use of times in five languages, and the tokens that they stand for.

A line is tokens, a colon, and phrases. A phrase that can mean two things has both, with `|`. Tokens
are explained by their English phrases; `N8` is a number, `WD4` a Friday (Monday is 0), `WDS4`
Fridays, `MON11` November, `ORD2` the second. No token at all: it says nothing of the time.
"""

from __future__ import annotations

_ENGLISH = """
:on, of, clock, time, o, starting, sharp, local
THE: the
AT: at, @, around, about, circa, ca
IN: in
AND: and
FROM: from, after
FROMNOW: from now, from today
TODAY: today
TODAY NIGHT: tonight, tonite, 2nite
TODAY MORNING: this morning
TODAY AFTERNOON: this afternoon
TODAY EVENING: this evening
TOMORROW: tomorrow, tmrw, tmr, tomorow, tommorow, tommorrow, 2morrow
AFTERTOM: the day after tomorrow, day after tomorrow, overmorrow
YESTERDAY: yesterday
NEXT: next
THIS: this, coming, this coming, the coming, upcoming
NEXTWEEK: next week, of next week
THISWEEK: this week, of this week
MORNING: morning, in the morning, mornings
AFTERNOON: afternoon, in the afternoon, arvo
EVENING: evening, in the evening, evenings, eve
NIGHT: night, at night, in the night
NOON: noon, midday, 12 noon
MIDNIGHT: midnight, 12 midnight
AM: am
PM: pm
HALF: half, a half
HALF HOUR: half an hour, a half hour
N1.5 HOUR: an hour and a half, one and a half hours
QUARTER: quarter, a quarter
QUARTER HOUR: quarter of an hour, a quarter of an hour
THREEQ HOUR: three quarters of an hour
PAST: past
TO: to, til, till
OCLOCK: o'clock, oclock, hundred hours
MIN: minute, minutes, min, mins
HOUR: hour, hours, hr, hrs
DAY: day, days
WEEK: week, weeks, week's time, weeks' time
MONTH: month, months
N1: a, an
EVERY: every, each
OTHER: other, second
WEEKLY: weekly
OFMONTH: of the month, in the month
EACHMONTH: of each month, of every month, in each month, in every month, each month, every month
ORD1: first, 1st
ORD2: second, 2nd
ORD3: third, 3rd
ORD4: fourth, 4th
ORD-1: last
"""

_GERMAN = """
:am, an, den, der, dem, des, zeit, ab, ortszeit, pünktlich, punkt, er, im
AT: um, gegen, @, ca, circa, etwa
IN: in
AND: und
FROMNOW: ab jetzt, von jetzt an
TODAY: heute, heut
TODAY MORNING: heute morgen, heute früh
TOMORROW: morgen
TOMORROW MORNING: morgen früh
AFTERTOM: übermorgen
YESTERDAY: gestern
NEXT: nächsten, nächster, nächste, nächstes, nächstem
THIS: diesen, dieser, diese, diesem, kommenden, kommender, kommende, kommendem
NEXTWEEK: nächste woche, nächster woche, kommende woche, kommender woche, in der nächsten woche
NEXTWEEK: der nächsten woche
THISWEEK: diese woche, dieser woche
MORNING: morgens, am morgen, früh, in der früh, vormittag, vormittags, am vormittag
AFTERNOON: nachmittag, nachmittags, am nachmittag
EVENING: abend, abends, am abend
NIGHT: nacht, nachts, in der nacht
NOON|NOONISH: mittag, mittags, am mittag, zu mittag
MIDNIGHT: mitternacht, um mitternacht
PM: pm
HALF: halb
HALF HOUR: halben stunde, einer halben stunde, halbe stunde, eine halbe stunde
N1.5: anderthalb, eineinhalb
QUARTER: viertel
QUARTER HOUR: viertelstunde, einer viertelstunde
THREEQ: dreiviertel, drei viertel
THREEQ HOUR: dreiviertelstunde, einer dreiviertelstunde
PAST: nach
TO: vor
OCLOCK: uhr
MIN: minute, minuten, min
HOUR: stunde, stunden, std
DAY: tag, tage, tagen
WEEK: woche, wochen
MONTH: monat, monate, monaten
N1: ein, eine, einem, einer, einen
EVERY: jeden, jede, jedes, jeder, jedem, alle, immer
WEEKLY: wöchentlich
OFMONTH: im monat, des monats
EACHMONTH: jeden monats, jedes monats, jeden monat, in jedem monat
ORD1: ersten, erster, erste
ORD2: zweiten, zweiter, zweite
ORD3: dritten, dritter, dritte
ORD4: vierten, vierter, vierte
ORD-1: letzten, letzter, letzte
"""

_FRENCH = """
:de, du, des, d, l, ce, heure de, à l'heure de, locale, précises, pile
THE: le
AT: à, a, vers, aux alentours de, @
IN: dans, d'ici
AND: et
TODAY: aujourd'hui, auj
TODAY EVENING: ce soir
TODAY MORNING: ce matin
TODAY AFTERNOON: cet après-midi, cet aprem
TODAY NIGHT: cette nuit
TOMORROW: demain
AFTERTOM: après-demain
YESTERDAY: hier
NEXT: prochain, prochaine
THIS: ce, cette, qui vient
NEXTWEEK: la semaine prochaine, de la semaine prochaine, semaine prochaine
NEXTWEEK: de la semaine qui vient
THISWEEK: cette semaine, de cette semaine
PLUSWEEK: en huit
PLUSWEEK PLUSWEEK: en quinze
MORNING: matin, du matin, au matin, le matin
AFTERNOON: après-midi, de l'après-midi, l'après-midi, aprem
EVENING: soir, du soir, au soir, en soirée, le soir
NIGHT: nuit, de la nuit, la nuit
NOON|NOONISH: midi, à midi
MIDNIGHT: minuit, à minuit
PM: pm
HALF: demi, demie, une demi, une demie
HALF HOUR: une demi-heure, demi-heure
QUARTER: quart, un quart, le quart
QUARTER HOUR: un quart d'heure, quart d'heure
THREEQ HOUR: trois quarts d'heure
MINUS: moins
OCLOCK HOUR: heures, heure
HOUR: hrs
MIN: minute, minutes, min
DAY: jour, jours
WEEK: semaine, semaines
MONTH: mois
EVERY: tous les, toutes les, chaque
EVERY OTHER: un sur deux
WEEKLY: toutes les semaines, chaque semaine, hebdomadaire
OFMONTH: du mois
EACHMONTH: de chaque mois, chaque mois
ORD1: premier, première, 1er
ORD2: deuxième, second
ORD3: troisième
ORD4: quatrième
ORD-1: dernier
"""

_SPANISH = """
:de, del, la, las, los, hora, hora de, horario de, en punto, a la, día, local
THE: el
DOM: el día, día
AT: a las, a la, a, sobre las, sobre la, hacia las, a eso de las, @
IN: en, dentro de
AND: y
TODAY: hoy
TODAY NIGHT: esta noche
TODAY AFTERNOON: esta tarde
TODAY MORNING: esta mañana
TOMORROW: mañana
AFTERTOM: pasado mañana
YESTERDAY: ayer
NEXT: próximo, próxima, que viene, siguiente, que entra
THIS: este, esta
NEXTWEEK: la semana que viene, de la semana que viene, la próxima semana, de la próxima semana
NEXTWEEK: la semana próxima, semana que viene, próxima semana, la semana siguiente
THISWEEK: esta semana, de esta semana
MORNING: de la mañana, por la mañana, en la mañana
EARLY: de la madrugada, madrugada, por la madrugada
AFTERNOON: tarde, de la tarde, por la tarde, en la tarde
NIGHT: noche, de la noche, por la noche, en la noche
NOON|NOONISH: mediodía, al mediodía, a mediodía, del mediodía, de mediodía
MIDNIGHT: medianoche, a medianoche, a la medianoche
PM: pm
AM: am
HALF: media
HALF HOUR: media hora
N1.5 HOUR: hora y media, una hora y media
QUARTER: cuarto, un cuarto
QUARTER HOUR: un cuarto de hora, cuarto de hora
THREEQ HOUR: tres cuartos de hora
MINUS: menos
TO: para las, para la
OCLOCK HOUR: horas
HOUR: hora, hrs
MIN: minuto, minutos, min
DAY: días
DAY|DOM: día
WEEK: semana, semanas
MONTH: mes, meses
EVERY: todos los, todas las, cada
WEEKLY: todas las semanas, cada semana, semanalmente
OFMONTH: del mes
EACHMONTH: de cada mes, cada mes
ORD1: primer, primero
ORD2: segundo
ORD3: tercer, tercero
ORD4: cuarto
ORD-1: último
"""

_PORTUGUESE = """
:de, do, da, dos, das, no, na, em ponto, horário de, hora de, o, as, os, local, feira
THE: o
DOM: dia, no dia
AT: às, as, à, a, ao, pelas, lá pelas, por volta das, por volta de, @
IN: em, daqui a, daqui, dentro de
AND: e
TODAY: hoje
TODAY NIGHT: esta noite, essa noite
TODAY AFTERNOON: esta tarde
TODAY MORNING: esta manhã
TOMORROW: amanhã
AFTERTOM: depois de amanhã
YESTERDAY: ontem
NEXT: próximo, próxima, que vem, seguinte
THIS: este, esta, neste, nesta, essa, esse, nessa, nesse, agora
NEXTWEEK: semana que vem, da semana que vem, na semana que vem, próxima semana, da próxima semana
NEXTWEEK: na próxima semana
THISWEEK: esta semana, desta semana, nesta semana, essa semana, dessa semana
MORNING: manhã, de manhã, da manhã, pela manhã
EARLY: madrugada, da madrugada, de madrugada
AFTERNOON: tarde, da tarde, à tarde, de tarde
NIGHT: noite, da noite, à noite, de noite
NOON|NOONISH: meio-dia, ao meio-dia, do meio-dia
MIDNIGHT: meia-noite, à meia-noite
PM: pm
AM: am
HALF: meia
HALF HOUR: meia hora
N1.5 HOUR: uma hora e meia, hora e meia
QUARTER: quarto, um quarto
QUARTER HOUR: um quarto de hora
THREEQ HOUR: três quartos de hora
MINUS: menos
TO: para as, pras, para a, pra, para o
OCLOCK HOUR: horas
HOUR: hora, hrs
MIN: minuto, minutos, min
DAY: dias
WEEK: semana, semanas
MONTH: mês, meses
EVERY: toda, todas as, todo, todos os, cada, a cada, toda a, todo o
WEEKLY: toda semana, todas as semanas, semanalmente
OFMONTH: do mês
EACHMONTH: de cada mês, cada mês, todo mês
ORD1: primeiro, primeira
ORD2: segundo
ORD3: terceiro, terceira
ORD4: quarto
ORD-1: último, última
"""

PHRASES = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "pt": _PORTUGUESE}

# What CLDR has not: short forms that people use, and other names of a day.
FURTHER_DAYS = {
    "en": {1: "tues", 2: "weds", 3: "thur thurs"},
    "de": {5: "sonnabend"},
    "fr": {},
    "es": {0: "lu", 1: "ma", 2: "mi", 3: "ju", 4: "vi", 5: "sa", 6: "do"},
    "pt": {0: "segunda", 1: "terça", 2: "quarta", 3: "quinta", 4: "sexta"},
}
FURTHER_MONTHS = {
    "en": {9: "sept"},
    "de": {1: "jänner", 2: "feber"},
    "fr": {},
    "es": {9: "set"},
    "pt": {},
}
