"""The words of libraries' names: for pictures, releases, seasons, and systems' own folders."""

from __future__ import annotations

import re

# A file named so is the poster of the film that its folder names.
POSTERS = ("poster", "folder", "cover", "movie", "default", "show", "keyart", "jacket")
# Pictures of a film that are no posters of it.
OTHER_ART = (
    "fanart", "backdrop", "background", "banner", "clearlogo", "clearart", "logo", "landscape",
    "thumb", "thumbs", "thumbnail", "discart", "cdart", "disc", "disk", "art", "characterart",
    "extrafanart", "extrathumb", "extrathumbs", "screenshot", "screencap", "still", "boxrear",
    "spine", "hero", "icon", "square", "squareart", "titlecard", "wallpaper", "albumart",
    "albumartsmall", "actor", "synovideo_video_screenshot",
)  # fmt: skip
# Such words behind a film's name, "Heat-poster.jpg". Of the others some end titles of films.
_BEHIND = (
    "poster", "folder", "cover", "keyart", "fanart", "backdrop", "background", "banner",
    "clearlogo", "clearart", "logo", "landscape", "thumb", "thumbnail", "discart", "cdart", "disc",
    "characterart", "screenshot", "boxrear", "squareart",
)  # fmt: skip

_NUMBER = r"(?:[\s._-]*\(?\d{1,3}\)?)?"
_LANGUAGE = r"(?:[\s._-]+[a-z]{2}(?:-[A-Z]{2})?)?"
_ART = "|".join(sorted((*POSTERS, *OTHER_ART), key=len, reverse=True))
# "poster", "Poster 2", "fanart-1", "cover.de"
ART = re.compile(rf"(?:movie[\s._-])?(?P<art>(?i:{_ART})){_NUMBER}{_LANGUAGE}", re.IGNORECASE)
# "-poster", ".fanart2", " - cover"
_WORDS = "|".join(sorted(_BEHIND, key=len, reverse=True))
ART_BEHIND = re.compile(rf"(?:\s+-\s+|[-._])(?P<art>{_WORDS}){_NUMBER}$", re.IGNORECASE)
# With a blank alone, where the year has been told before it or no title ends so.
POSTER_BEHIND = re.compile(rf"\s+(?:movie\s+)?(?P<art>poster){_NUMBER}$", re.IGNORECASE)
ART_AFTER_YEAR = re.compile(
    rf"(?:^|[\s._-])(?P<art>{_ART}){_NUMBER}(?:[\s._-]+[a-z]{{2}})?$", re.IGNORECASE
)

# Folders in which a film's pictures lie, and which name no film.
PICTURE_FOLDERS = re.compile(
    r"posters?|covers?|artworks?|arts?|images?|pictures?|pics?|metadata|assets?|cd\s?\d|dis[ck]\s?\d"
    r"|media|movie|folder",
    re.IGNORECASE,
)
# Folders whose pictures are no posters.
OTHER_FOLDERS = re.compile(
    r"extra-?(?:fanart|thumb)s?|fanarts?|backdrops?|backgrounds?|banners?|logos?|thumb(?:nail)?s?"
    r"|screen(?:shot|cap)s?|stills?|extras?|featurettes?|behind the scenes|deleted scenes"
    r"|interviews?|scenes?|shorts|trailers?|samples?|subs?|subtitles?|theme-music|actors?|cast"
    r"|people|season\s?posters",
    re.IGNORECASE,
)
# Folders of systems and programs: thumbnails, what was deleted, copies of another day.
SYSTEM_FOLDERS = frozenset(
    {
        "@eadir", "#recycle", "@recycle", "#snapshot", "@recently-snapshot", "@tmp", "@sharebin",
        "$recycle.bin", "recycler", "system volume information", "lost+found", "__macosx",
        "network trash folder", "temporary items", "found.000", "@appstore", "#archive",
    }
)  # fmt: skip
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r", "ehthumbs.db"})

# Libraries of television.
TELEVISION = re.compile(
    r"(?:tv|television|tv[\s._-]?(?:shows?|series|programm?e?s)|shows|series|s[ée]ries(?:[\s._-]tv)?"
    r"|(?:tv-?)?serien|fernsehserien|programas? de tv)",
    re.IGNORECASE,
)
SEASON_FOLDER = re.compile(
    r"(?:season|staffel|saison|temporada|stagione|series|book|volume)[\s._-]*\d{1,4}(?!\S).*"
    r"|s\d{1,2}|specials?",
    re.IGNORECASE,
)
_SEASON = r"(?:season|staffel|saison|temporada|stagione)[\s._-]?(?:\d{1,2}|specials?|all)"
# "season01-poster", "Breaking Bad_Season01", "Show - S01E02", "Show.S01.1080p", "1x02"
SEASON = re.compile(rf"(?:^|_|\s-\s){_SEASON}(?:[\s._-]*\w+)?$", re.IGNORECASE)
EPISODE = re.compile(
    r"(?:^|[\s._\-\[(])s\d{1,4}[\s._-]?e\d{1,4}(?!\d)"
    r"|(?<=[\s._\-\[(])(?:s\d{2}(?=[\s._\-\])]|$)|\d{1,2}x\d{2,3}(?=[\s._\-\])]))",
    re.IGNORECASE,
)

# Words of releases: of how a film was recorded, packed and sold. None of them is in a title.
RELEASE = re.compile(
    r"(?:\d{3,4}[pi]|\d{3,4}x\d{3,4}|[48]k|u(?:ltra)?hd|fhd|hdr(?:10)?\+?|sdr|dolby[\s._-]?vision"
    r"|dv|blu-?ray(?:rip)?|bd-?rip(?:mux)?|br-?rip(?:mux)?|bd-?remux|b[dr]mux|hd-?dvd|web-?(?:dl)?rip"
    r"|web-?dl|hd-?tv(?:rip)?|pdtv|tv-?rip|hd-?rip|hd-?light|dvd-?rip|dvd-?scr|dvd-?r|dvd[59]?|dvdivx"
    r"|vhs(?:[\s._-]?rip)?|remux|hdcam|hd-?t[sc]|telesync|xvid|divx|[xh][\s._]?26[45]|hevc|avc|av1|vp9"
    r"|10[\s._-]?bit|aac\d?|e?ac-?3d?|ddp?\d?|dts(?:-?hd)?|truehd|atmos|flac|opus|repack|yify|yts"
    r"|rarbg|ntsc|pal|cd\d(?:of\d)?|\dcd)(?![^\W_])",
    re.IGNORECASE,
)
# What stands between a title and such words, and is of neither.
BEFORE_RELEASE = frozenset(
    {
        "3d", "alternative", "bd", "complete", "convert", "cut", "dc", "director", "director's",
        "directors", "dl", "docu", "doku", "dual", "edition", "eng", "english", "extended",
        "extras", "festival", "final", "fix", "french", "german", "hq", "imax", "ita",
        "integral", "internal", "limited", "md", "multi", "nfofix",
        "om", "proof", "proper", "qc", "readnfo", "remastered", "restored", "retail",
        "sample", "se", "spanish", "special", "stv", "subbed", "swissgerman",
        "theatrical", "truefrench", "ultimate", "uncut", "unrated", "version", "vo", "vf", "vff",
        "vfq", "vostfr",
    }
)  # fmt: skip
# Words behind a year that tell of a version of the film.
VERSION = re.compile(
    r"(?:(?:the\s)?(?:extended|unrated|uncut|uncensored|theatrical|remastered|restored|proper|imax"
    r"|criterion|colou?ri[sz]ed|limited|internal|final|director'?s|special|ultimate|anniversary"
    r"|collector'?s|open\smatte|3-?d|dubbed|subbed|german|french|english|ita|eng|ger|fr|de|en"
    r")(?![^\W_]).*)",
    re.IGNORECASE,
)

# Marks that an operating system gives a copy: "Heat (1)", "Heat - Copy (2)", "Kopie von Heat".
COPY = re.compile(
    r"(?:\s*\(\d{1,2}\)|\s*~\d{1,2}|[\s_-]+(?:-\s*)?(?:copy|copia|copie|kopie|c[óo]pia)"
    r"(?:\s*\(?\d{1,3}\)?)?)+$",
    re.IGNORECASE,
)
COPY_OF = re.compile(
    r"^(?:copy of|kopie von|copie de|copia de|c[óo]pia de)\s+(?=\S)", re.IGNORECASE
)

# Titles that begin or end with the number of a year, folded; in any other it is the year.
WITH_A_YEAR = frozenset(
    {
        "1990 the bronx warriors", "1991 the year punk broke", "2001 a space odyssey",
        "2010 the year we make contact", "2012 doomsday", "2012 ice age",
        "2019 after the fall of new york", "2020 texas gladiators", "2036 origin unknown",
        "airport 1975", "amityville 1992", "argentina 1985", "blues brothers 2000",
        "camille claudel 1915", "cherry 2000", "death race 2000", "dracula 2000", "fantasia 2000",
        "fear street 1978", "fear street 1994", "fear street part one 1994",
        "fear street part two 1978", "godzilla 1985", "godzilla 2000", "heavy metal 2000",
        "pokemon the movie 2000", "red riding 1974", "red riding 1980", "red riding 1983",
        "summer 1993", "wonder woman 1984",
    }
)  # fmt: skip
# A number after one of these words belongs to them: "Class of 1984", "Summer of 1993".
BEFORE_A_NUMBER = frozenset(
    {
        "of", "in", "since", "before", "after", "from", "to", "until", "year", "anno",
        "circa", "til", "till", "um", "von", "vom", "im", "de", "des", "del", "du", "en", "ano",
        "año", "año.", "no", "no.", "nr", "nr.", "and", "&", "or", "vs", "vs.", "at", "for", "ad",
        "by", "on",
    }
)  # fmt: skip
