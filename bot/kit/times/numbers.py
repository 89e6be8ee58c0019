"""Numbers as words, 0 to 59: hours, minutes and days of the month in five languages."""

from __future__ import annotations

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_GERMAN = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn"
)
_FRENCH = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
)
_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
)
_PORTUGUESE = (
    "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze "
    "dezesseis dezessete dezoito dezenove"
)
# The tens, and what stands between a ten and a one.
_TENS = {
    "en": ("twenty thirty forty fifty", "{ten}-{one}"),
    "de": ("zwanzig dreißig vierzig fünfzig", "{one}und{ten}"),
    "fr": ("vingt trente quarante cinquante", "{ten}-{one}"),
    "es": ("veinte treinta cuarenta cincuenta", "{ten} y {one}"),
    "pt": ("vinte trinta quarenta cinquenta", "{ten} e {one}"),
}
_FIRST = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "pt": _PORTUGUESE}
# Other forms of the same number: feminine ones, for hours are feminine, and Portugal's.
_FORMS = {
    "en": {},
    "de": {"zwo": 2, "einundzwanzig": 21, "einunddreißig": 31, "einundvierzig": 41},
    "fr": {"une": 1, "vingt et un": 21, "vingt et une": 21, "trente et un": 31},
    "es": {"una": 1, "un": 1, "veintiuna": 21, "veintiún": 21},
    "pt": {
        "uma": 1,
        "duas": 2,
        "catorze": 14,
        "dezasseis": 16,
        "dezassete": 17,
        "dezanove": 19,
        "vinte e uma": 21,
        "vinte e duas": 22,
    },
}


def counted(language: str) -> dict[str, int]:
    """Return the number that each word, or few words, of a language stands for."""
    ones = _FIRST[language].split()
    found = {word: number for number, word in enumerate(ones)}
    tens, joined = _TENS[language]
    for ten, word in enumerate(tens.split(), 2):
        found.setdefault(word, ten * 10)
        for one in range(1, 10):
            name = "ein" if language == "de" and one == 1 else ones[one]
            found.setdefault(joined.format(ten=word, one=name), ten * 10 + one)
    return found | _FORMS[language]
