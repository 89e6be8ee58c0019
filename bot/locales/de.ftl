# Was Marquee auf Deutsch sagt; was hier fehlt, sagt es auf Englisch.

## The gate

access-channel = Auf diesem Server darf ich nur in { $channels } antworten.
access-no-channel = Die Kanäle, in denen ich antworten durfte, gibt es nicht mehr; die Admins können mit /einstellungen andere wählen.
access-closing = Ich werde gerade neu gestartet; versuch es bitte in einer Minute noch einmal.
access-stale = Dieser Knopf geht nicht mehr; ruf den Befehl bitte noch einmal auf.
access-games-off = Auf diesem Server sind Spiele ausgeschaltet; die Admins können sie mit /einstellungen erlauben.
access-cooldown =
    { $seconds ->
        [one] Das waren viele Fragen auf einmal; versuch es bitte in { $seconds } Sekunde noch einmal.
       *[other] Das waren viele Fragen auf einmal; versuch es bitte in { $seconds } Sekunden noch einmal.
    }
access-server-cooldown =
    { $seconds ->
        [one] Auf diesem Server wird gerade viel gefragt; versuch es bitte in { $seconds } Sekunde noch einmal.
       *[other] Auf diesem Server wird gerade viel gefragt; versuch es bitte in { $seconds } Sekunden noch einmal.
    }

## Stopping

in-flight-stopped = Ich wurde neu gestartet, bevor ich damit fertig war; versuch es bitte in einer Minute noch einmal.
promise-lost = Ich wurde neu gestartet, bevor ich antworten konnte; schick das bitte noch einmal.
promise-press-lost = Ich wurde neu gestartet, als du das gerade gedrückt hattest; wenn nichts passiert ist, drück es bitte noch einmal.

## Keep this film

keep-button = Film merken
keep-done-server = **{ $film }** steht jetzt auf der Watchlist dieses Servers; `/watchlist zeigen` zeigt sie.
keep-done-own = **{ $film }** steht jetzt auf deiner Watchlist; `/watchlist zeigen` zeigt sie.
keep-there-server = **{ $film }** stand schon auf der Watchlist dieses Servers.
keep-there-own = **{ $film }** stand schon auf deiner Watchlist.
keep-done-named = **{ $film }** steht jetzt auf der Watchlist „{ $name }“.
keep-there-named = **{ $film }** stand schon auf der Watchlist „{ $name }“.
keep-unknown = Diesen Film habe ich nicht mehr im Katalog, darum kann ich ihn nicht merken.
watchlist-full =
    { $films ->
        [one] Auf dieser Watchlist steht schon { $films } Film; nimm bitte erst welche herunter.
       *[other] Auf dieser Watchlist stehen schon { $films } Filme; nimm bitte erst welche herunter.
    }

## What went wrong

error-apology = Bei mir ist etwas schiefgegangen und vermerkt worden; versuch es bitte gleich noch einmal.
error-not-allowed = Ich darf hier keine Antwort posten; die Moderation kann mir erlauben, in diesem Kanal Nachrichten und Dateien zu senden.
error-message-gone = Die Nachricht wurde inzwischen gelöscht; frag bitte noch einmal.
error-command-changed = Dieser Befehl hat sich gerade geändert; versuch es bitte in einer Minute noch einmal.
error-busy =
    { $seconds ->
        [one] Gerade wird sehr viel gefragt; versuch es bitte in { $seconds } Sekunde noch einmal.
       *[other] Gerade wird sehr viel gefragt; versuch es bitte in { $seconds } Sekunden noch einmal.
    }
error-unreachable =
    { $seconds ->
        [one] Ich kann mir gerade keine Poster ansehen; versuch es bitte in { $seconds } Sekunde noch einmal.
       *[other] Ich kann mir gerade keine Poster ansehen; versuch es bitte in { $seconds } Sekunden noch einmal.
    }

## Pictures that members hand over

attachment-gone = Das Bild wurde gelöscht, bevor ich es ansehen konnte; poste es bitte noch einmal.
attachment-unavailable = Discord hat mir das Bild nicht gegeben; versuch es bitte gleich noch einmal.
attachment-empty = Die Datei ist leer; häng das Poster bitte noch einmal an.
attachment-is-video = Das ist ein Video; häng bitte ein Poster als Bild an: JPEG, PNG, WebP, GIF oder AVIF.
attachment-is-audio = Das ist eine Tondatei; häng bitte ein Poster als Bild an: JPEG, PNG, WebP, GIF oder AVIF.
attachment-is-text = Das ist eine Textdatei; häng bitte ein Poster als Bild an: JPEG, PNG, WebP, GIF oder AVIF.
attachment-is-no-picture = Das ist kein Bild; häng bitte ein Poster als JPEG, PNG, WebP, GIF oder AVIF an.
attachment-too-large = Das Bild hat { $size }; mehr als { $limit } schaffe ich nicht.
attachment-none = An dieser Nachricht hängt kein Bild; versuch es bei einer mit Poster.
attachment-link-to-message = Das ist der Link einer Nachricht; kopier bitte den Link des Bildes selbst, oder halte die Nachricht gedrückt und wähle Apps, „Poster erkennen“.
attachment-link-elsewhere = Ich öffne nur Bilder, die bei Discord liegen. Häng das Poster bitte an; oder schick den Link, halte die Nachricht mit der Vorschau gedrückt und wähle Apps, „Poster erkennen“.

## /settings

cmd-settings = einstellungen
cmd-settings-description = Bestimme, wie sich Marquee auf diesem Server verhält.
cmd-settings-option-country = land
cmd-settings-option-country-description = Zwei Buchstaben: für welches Land /film sagt, ab wann ein Film frei ist und wo er läuft.
cmd-settings-option-timezone = zeitzone
cmd-settings-option-timezone-description = Eine Stadt, nach deren Uhr die Zeiten des Servers gelten.
cmd-settings-option-night-role = filmabend_rolle
cmd-settings-option-night-role-description = Die Rolle, die Filmabende anpingen; die aller Mitglieder heißt niemand.
settings-not-allowed = Nur wer diesen Server verwalten darf, kann seine Einstellungen ändern.
settings-title = Marquee auf diesem Server
settings-encoder = Encoder
settings-encoder-about = Mit welchen Augen Poster verglichen werden, wenn niemand andere wählt.
settings-encoder-own = Was Marquee selbst wählt ({ $encoder })
settings-encoder-default = Was Marquee selbst wählt
settings-encoder-films =
    { $films ->
        [one] { $films } Film
       *[other] { $films } Filme
    }
settings-encoder-missing = Kann gerade nicht antworten: Sein Index fehlt
settings-channels = Kanäle
settings-channels-about = Wo ich antworten darf, Threads inbegriffen. Keiner gewählt heißt: überall.
settings-channels-all = Überall
settings-cooldown = Cooldown
settings-cooldown-member =
    { $rate ->
        [one] { $rate } Frage pro Mitglied in { $seconds } s
       *[other] { $rate } Fragen pro Mitglied in { $seconds } s
    }
settings-cooldown-server =
    { $rate ->
        [one] { $rate } Frage von allen zusammen in { $seconds } s
       *[other] { $rate } Fragen von allen zusammen in { $seconds } s
    }
settings-cooldown-change = Ändern …
settings-cooldown-form-rate = Fragen pro Mitglied, 1 bis { $most }
settings-cooldown-form-server = Fragen von allen zusammen, 1 bis { $most }
settings-cooldown-form-seconds = … in wie vielen Sekunden, 1 bis { $most }
settings-cooldown-wrong-rate = Die Fragen pro Mitglied sind eine ganze Zahl von 1 bis { $most }; ich habe nichts geändert.
settings-cooldown-wrong-server = Die Fragen von allen zusammen sind eine ganze Zahl von 1 bis { $most }; ich habe nichts geändert.
settings-cooldown-wrong-seconds = Die Sekunden sind eine ganze Zahl von 1 bis { $most }; ich habe nichts geändert.
settings-games = Spiele
settings-games-on = Alle hier dürfen Ratespiele spielen.
settings-games-off = Niemand kann ein Spiel starten.
settings-games-switch-on = Einschalten
settings-games-switch-off = Ausschalten
settings-answers = Antworten
settings-answers-public = Der ganze Kanal sieht sie.
settings-answers-private = Nur wer gefragt hat, sieht sie.
settings-answers-make-public = Allen zeigen
settings-answers-make-private = Privat halten
settings-marked = Plakate, die nicht für alle sind
settings-marked-restricted = Ich zeige sie nur in altersbeschränkten Kanälen.
settings-marked-everywhere = Ich zeige sie in jedem Kanal.
settings-marked-allow = Überall zeigen
settings-marked-restrict = Nur altersbeschränkt
settings-country = Land
settings-country-is = `/film` sagt für { $country }, ab wann ein Film frei ist und wo er im Streaming läuft.
settings-timezone = Zeitzone
settings-timezone-is = Zeiten gelten nach der Uhr von { $zone }.
settings-timezone-wrong = Ich kenne keine Zeitzone namens „{ $typed }“, oder mehrere; wähl bitte eine von denen, die beim Tippen erscheinen.
settings-night-role = Filmabende
settings-night-role-is = Filmabende pingen { $role } an.
settings-country-wrong = Ein Land hat zwei Buchstaben, etwa DE oder AT.
settings-defaults = Alles zurücksetzen

## Terms of the catalogue

era = { $decade }er
percent = { $share } %
list-and = { $first } und { $last }
genre-action = Action
genre-adventure = Abenteuer
genre-animation = Animation
genre-children = Kinderfilm
genre-comedy = Komödie
genre-crime = Krimi
genre-documentary = Doku
genre-drama = Drama
genre-fantasy = Fantasy
genre-film-noir = Film noir
genre-horror = Horror
genre-musical = Musical
genre-mystery = Mystery
genre-romance = Romanze
genre-sci-fi = Sci-Fi
genre-thriller = Thriller
genre-war = Kriegsfilm
genre-western = Western
likeness-all-share =
    { $films ->
        [2] Beiden gemeinsam: { $genres }.
       *[other] Allen { $films } gemeinsam: { $genres }.
    }
likeness-some-share = { $holders } von { $films } gemeinsam: { $genres }.
likeness-none-shared =
    { $films ->
        [2] Die beiden haben kein Genre gemeinsam.
       *[other] Keine zwei haben ein Genre gemeinsam.
    }
likeness-year = Sie stammen von { $year }.
likeness-years = Sie reichen von { $first } bis { $last }.

## How a poster looks

look-heading = Genres, dem Look nach
look-heading-unsure = Genres: keins sicher
look-era = Zeit, dem Look nach: { $era }, am ehesten { $low } bis { $high }
look-span = am ehesten { $low } bis { $high }
look-newer = Die Gestaltung sieht neuer aus als der Film.
look-older = Die Gestaltung sieht älter aus als der Film.
look-film = Der Film selbst kann von etwa { $year } sein, am ehesten { $low } bis { $high }.
look-genres = Genres, dem Look nach: { $genres }
look-genres-unsure = Genres: keins sicher; vielleicht { $genres }

## Films that a member names by typing

films-unknown = Ich kenne keinen Film namens „{ $typed }“; wähle bitte einen von denen, die beim Tippen erscheinen.
films-not-on-list = „{ $typed }“ steht nicht auf der Watchlist; wähle bitte einen von denen, die beim Tippen erscheinen.

## /watchlist

cmd-watchlist = watchlist
cmd-watchlist-description = Die Filme für irgendwann.
cmd-watchlist-show = zeigen
cmd-watchlist-show-description = Zeig die Watchlist.
cmd-watchlist-show-option-films = filme
cmd-watchlist-show-option-films-description = Welche Filme (sonst: alle).
cmd-watchlist-show-choice-all = alle Filme
cmd-watchlist-show-choice-unseen = noch nicht gesehen
cmd-watchlist-add = hinzufügen
cmd-watchlist-add-description = Setz einen Film auf die Watchlist.
cmd-watchlist-add-option-title-description = Lostippen, dann den Film wählen.
cmd-watchlist-remove = entfernen
cmd-watchlist-remove-description = Nimm einen Film von der Watchlist.
cmd-watchlist-option-title = titel
cmd-watchlist-option-title-description = Ein Film von der Watchlist.
cmd-watchlist-seen = gesehen
cmd-watchlist-seen-description = Markier einen Film als gesehen oder als ungesehen.
cmd-watchlist-seen-option-seen = gesehen
cmd-watchlist-seen-option-seen-description = False nimmt die Markierung zurück (sonst: True).
cmd-watchlist-option-list = liste
cmd-watchlist-option-list-description = Welche Watchlist (sonst die ohne Namen).
cmd-watchlist-new = neu
cmd-watchlist-new-description = Eine weitere Watchlist anlegen.
cmd-watchlist-new-option-name = name
cmd-watchlist-new-option-name-description = Wie sie heißt.
cmd-watchlist-delete = löschen
cmd-watchlist-delete-description = Eine Watchlist samt ihren Filmen löschen.
cmd-watchlist-delete-option-list-description = Welche Watchlist.
cmd-watchlist-import = importieren
cmd-watchlist-import-description = Die Filme einer Datei von Letterboxd oder IMDb auf eine Watchlist setzen.
cmd-watchlist-import-option-file = datei
cmd-watchlist-import-option-file-description = watchlist.csv, diary.csv, ratings.csv, eine Liste oder der Export von IMDb.
cmd-watchlist-export = exportieren
cmd-watchlist-export-description = Eine Watchlist als Datei, die auch Letterboxd nimmt.
watchlist-title-server = Die Watchlist dieses Servers
watchlist-title-own = Deine Watchlist
watchlist-title-named = Watchlist „{ $name }“
watchlist-empty = Noch steht kein Film darauf. `/watchlist hinzufügen` setzt einen darauf, der Knopf unter jeder Antwort auch.
watchlist-all-seen = Alle Filme darauf sind schon gesehen.
watchlist-page = Seite { $page } von { $pages }
watchlist-count-all =
    { $films ->
        [one] { $films } Film
       *[other] { $films } Filme
    }
watchlist-count-unseen =
    { $films ->
        [one] { $films } Film noch nicht gesehen
       *[other] { $films } Filme noch nicht gesehen
    }
watchlist-show-all = Alle Filme
watchlist-show-unseen = Noch nicht gesehen
watchlist-added = Gemerkt von { $member } am { $date }
watchlist-added-by-nobody = Gemerkt am { $date }
watchlist-seen = ✅ Von { $member } am { $date } als gesehen markiert
watchlist-seen-by-nobody = ✅ Gesehen am { $date }
watchlist-poster-alt = Poster von { $film }
turn-not-yours = Das hat jemand anders aufgerufen; ruf den Befehl selbst auf, um zu blättern.
watchlist-remove-not-yours = Nur wer den Film gemerkt hat oder die Moderation kann ihn von der Watchlist des Servers nehmen.
watchlist-removed = **{ $film }** steht nicht mehr auf der Watchlist.
watchlist-marked-seen = **{ $film }** ist als gesehen markiert. ✅
watchlist-marked-unseen = **{ $film }** ist nicht mehr als gesehen markiert.
watchlist-was-seen = **{ $film }** war schon als gesehen markiert.
watchlist-was-unseen = **{ $film }** war nicht als gesehen markiert.
watchlist-list-unknown = Eine Watchlist „{ $name }“ gibt es hier nicht; `/watchlist neu` legt eine an.
watchlist-list-gone = Diese Watchlist gibt es nicht mehr.
watchlist-list-made = Die Watchlist „{ $name }“ ist angelegt; `/watchlist hinzufügen` und `/watchlist importieren` füllen sie.
watchlist-list-deleted = Die Watchlist „{ $name }“ ist samt ihren Filmen gelöscht.
watchlist-list-not-yours = Nur wer die Watchlist angelegt hat oder die Moderation kann sie löschen.
watchlist-list-too-many = Hier gibt es schon { $lists } weitere Watchlists; lösch bitte erst eine.
watchlist-list-bad-name = Eine Watchlist braucht einen Namen, den man lesen kann.
watchlist-exported = Deine Datei; Letterboxd nimmt sie unter letterboxd.com/import.

watchlist-import-large = Die Datei ist zu groß; ich nehme Filmlisten bis { $limit }.
watchlist-import-no-list = In der Datei kann ich keine Filmliste lesen. Ich kenne die CSV-Dateien von Letterboxd und IMDb und andere mit einer Spalte „Title“; im ZIP von Letterboxd lese ich watchlist.csv.
watchlist-import-unavailable = Discord hat mir die Datei nicht gegeben; versuch es bitte gleich noch einmal.
watchlist-import-added = Neu auf der Watchlist: { $films }
watchlist-import-there = Schon darauf: { $films }
watchlist-import-seen = Als gesehen markiert: { $films }
watchlist-import-by-name = Nicht in meinem Katalog, dem Namen nach gemerkt: { $films }
watchlist-import-left-over = Übrig, weil die Watchlist voll ist: { $films }
watchlist-import-unread = Nicht gelesen: { $films }
watchlist-import-no-title = Zeile { $line }: kein Titel
watchlist-import-bad-year = Zeile { $line }: „{ $text }“ ist kein Jahr
watchlist-import-bad-id = Zeile { $line }: „{ $text }“ ist keine ID eines Films
watchlist-import-no-film = Zeile { $line }: „{ $text }“ ist kein Film
watchlist-import-more = Weitere Zeilen: { $lines }

## /stats

cmd-stats = statistik
cmd-stats-description = Zeig, wie dieser Server Marquee nutzt.
cmd-stats-option-days = tage
cmd-stats-option-days-description = Wie weit zurück (sonst 30 Tage).
cmd-stats-choice-7 = 7 Tage
cmd-stats-choice-30 = 30 Tage
cmd-stats-choice-90 = 90 Tage
stats-title = Die letzten { $days } Tage
stats-matched =
    { $n ->
        [one] { $n } Poster erkannt
       *[other] { $n } Poster erkannt
    }
stats-answered =
    { $n ->
        [one] { $n } Poster, bei dem ich mir nicht sicher war
       *[other] { $n } Poster, bei denen ich mir nicht sicher war
    }
stats-failed =
    { $n ->
        [one] { $n } Frage ohne Antwort
       *[other] { $n } Fragen ohne Antwort
    }
stats-reasons = Meistens deswegen: { $reasons }
stats-rounds =
    { $n ->
        [one] { $n } Runde gespielt
       *[other] { $n } Runden gespielt
    }
stats-games = Spiele: { $games }
stats-members =
    { $n ->
        [one] { $n } Mitglied hat gefragt.
       *[other] { $n } Mitglieder haben gefragt.
    }
stats-median = Die Hälfte der Antworten kam in weniger als { $seconds } s.
stats-feedback =
    { $given ->
        [one] { $given } Antwort wurde bewertet, { $right } davon als richtig.
       *[other] { $given } Antworten wurden bewertet, { $right } davon als richtig.
    }
stats-kept =
    { $days ->
        [one] Fragen werden { $days } Tag lang aufbewahrt. Tage in UTC.
       *[other] Fragen werden { $days } Tage lang aufbewahrt. Tage in UTC.
    }
stats-alt = Balken, einer pro Tag über { $days } Tage: insgesamt { $questions } Fragen, die meisten am { $day } ({ $most }).

## An answer

answer-heading = Die ähnlichsten Poster
answer-match = Das ist { $film }
answer-perhaps = Vielleicht ist das { $film }
answer-perhaps-sure = Ich bin mir zu etwa { $percent } sicher. Ist es dieser Film?
answer-perhaps-ask = Ist es dieser Film?
answer-unknown = Dieses Poster kenne ich nicht
answer-resembles = **Es ähnelt diesen**
answer-not-poster = Das sieht nicht nach einem Filmposter aus.
answer-several =
    { $posters ->
        [one] { $posters } Poster auf diesem Bild
       *[other] { $posters } Poster auf diesem Bild
    }
answer-others-of = **Poster { $number } am ähnlichsten**
answer-others = **Die ähnlichsten anderen Poster**
answer-alike = Ähnlichkeit { NUMBER($similarity, minimumFractionDigits: 2, maximumFractionDigits: 2) }
answer-rest =
    { $count ->
        [one] … und { $count } weiteres
       *[other] … und { $count } weitere
    }
answer-no-neighbour = Im Katalog ist noch kein anderes Poster.
answer-footer = { $encoder } · Ähnlichkeit 1,00 ist dasselbe Bild
answer-alt-asked = Das Poster, um das es geht
answer-alt-picture = Das Bild, um das es geht
answer-alt-outline = Das Bild, das Poster darin ist umrandet
answer-alt-outlines = Das Bild, jedes Poster darin ist umrandet und nummeriert. { $films }
answer-alt-posters = Poster nebeneinander. { $films }
answer-more = Mehr davon …
# A button: all that is known, where the answer was brief.
answer-all = Mehr
answer-right = Stimmt
answer-wrong = Stimmt nicht
answer-yes = Ja, das ist er
answer-no = Nein, ist er nicht
answer-keep = Merken
answer-keep-film = Film merken
answer-show = Allen zeigen
answer-queue =
    { $ahead ->
        [one] Gerade wird viel gefragt: { $ahead } Frage ist noch vor deiner dran.
       *[other] Gerade wird viel gefragt: { $ahead } Fragen sind noch vor deiner dran.
    }
verdict-right = Als richtig notiert, danke dir!
verdict-wrong = Als falsch notiert; danke, das hilft.
verdict-too-old = Die Antwort ist so alt, dass ich sie vergessen habe, aber danke!
perhaps-thanks = Notiert, danke dir!
perhaps-not-yours = Nur wer gefragt hat, kann mir sagen, ob es dieser Film ist.
page-previous = Zurück
page-next = Weiter
page-no-more = Mehr ähnliche gibt es nicht.

## Films: /film

cmd-film = film
cmd-film-description = Zeig einen Film und die Poster, die seinem am ähnlichsten sind.
cmd-film-option-title = titel
cmd-film-option-title-description = Der Titel des Films; lostippen und auswählen.
film-no-genre = Kein Genre bekannt
film-unseen = Diesen Film kenne ich, aber sein Poster habe ich noch nicht gesehen.
film-runtime = { $minutes } Min.
film-trailer = Trailer
film-by = Von { $names }
film-with = Mit { $names }
film-stream = Im Streaming ({ $country }): { $names }
film-picture = Bild { $number } von { $pictures }
film-picture-gone = Dieses Bild gibt es nicht mehr.
film-not-found = Ich kenne keinen Film namens „{ $typed }“.
film-not-found-but = Ich kenne keinen Film namens „{ $typed }“. Meintest du { $film }?
film-which = Welchen Film namens „{ $typed }“ meinst du?
film-which-note = Mehrere Filme heißen so und sind etwa gleich bekannt

## /privacy

cmd-privacy = datenschutz
cmd-privacy-description = Was ich über dich speichere, wie du es bekommst und wie du es löschst.
privacy-title = Deine Daten
privacy-kept = Was ich speichere
privacy-kept-questions = Jede Frage: deine Discord-ID, wann und in welchem Kanal du gefragt hast, eine Prüfsumme des Bildes, mit welchen Filmen ich geantwortet habe, wie sicher ich mir war und wie lange das gedauert hat.
privacy-kept-feedback = Ob du eine Antwort richtig oder falsch fandest, und dein Ja oder Nein zu einem Film, bei dem ich unsicher war.
privacy-kept-games = Die Partien, die du gespielt hast: wie du damals hießt, was du geraten hast, deine Punkte; und was du bei Plakaten des Tages geraten hast.
privacy-kept-films = Filme, Watchlists, Vorlagen und Filmabende, die du angelegt hast, Filme, die du importiert hast, dass du zu einem Abend nicht kannst, und deine Sterne für seinen Film, mit deiner ID.
privacy-kept-promises = Solange ich an einer Antwort arbeite: ein Schlüssel von Discord, mit dem ich dir noch Bescheid geben kann, falls ich dabei neu gestartet werde. Er sagt nicht, wer du bist, und gilt 15 Minuten.
privacy-not-kept = Was ich nicht speichere
privacy-not-kept-pictures = Deine Bilder: Ich sehe sie an und vergesse sie, auch das, was ich darin lese. Eines, das ich nicht erkenne, bleibt höchstens zwei Minuten im Arbeitsspeicher, damit ich seinen Titel lesen kann.
privacy-not-kept-messages = Was du schreibst: Das bekomme ich gar nicht erst, außer du schickst es mir mit einem Befehl oder erwähnst mich.
privacy-not-kept-heard = Was du schreibst: Ich bekomme es, suche im Thread eines Spiels nach Antworten auf seine Runde und behalte nur diese Antworten.
privacy-how-long = Wie lange
privacy-retention =
    { $days ->
        [one] Fragen und Urteile über ihre Antworten: { $days } Tag, dann löschen sie sich von selbst.
       *[other] Fragen und Urteile über ihre Antworten: { $days } Tage, dann löschen sie sich von selbst.
    }
privacy-for-ever = Fragen und Urteile über ihre Antworten: bis du sie löschst.
privacy-until = Spiele und Listen: bis du sie löschst.
privacy-export = Meine Daten
privacy-forget = Vergiss mich
privacy-exported =
    { $rows ->
        [0] Ich habe nichts über dich gespeichert; so steht es auch in der Datei.
        [one] Alles, was ich über dich gespeichert habe: { $rows } Eintrag.
       *[other] Alles, was ich über dich gespeichert habe: { $rows } Einträge.
    }
privacy-sure = **Soll ich dich vergessen?** Das lässt sich nicht rückgängig machen.
    Deine Fragen, Bewertungen, eigenen Listen, Vorlagen und Versuche bei Plakaten des Tages werden gelöscht. In Partien, die du gespielt hast, steht an deiner Stelle jemand ohne Namen, damit die anderen ihre Punkte behalten; du verschwindest aus den Ranglisten. Filme, die du auf die Liste eines Servers gesetzt hast, bleiben ohne deinen Namen dort.
privacy-erase = Ja, alles löschen
privacy-in-a-game = Du steckst in einer laufenden Partie; verlass sie oder spiel sie zu Ende, dann drück noch einmal.
privacy-erased =
    { $rows ->
        [0] Es gab nichts zu löschen: Ich habe nichts über dich gespeichert.
        [one] Fertig: { $rows } Eintrag ist gelöscht. Ich weiß nichts mehr über dich.
       *[other] Fertig: { $rows } Einträge sind gelöscht. Ich weiß nichts mehr über dich.
    }

## /about

cmd-about = info
cmd-about-description = Was Marquee ist, was es kennt und von wem es das hat.
about-what = Schick mir mit `/erkennen` ein Filmposter: Ich sage dir, welcher Film es ist oder welchen es am nächsten kommt, nach welcher Zeit es aussieht und nach welchen Genres.
about-running = Gestartet { $since }.
about-films =
    { $films ->
        [one] Ich kenne das Poster von { $films } Film.
       *[other] Ich kenne die Poster von { $films } Filmen.
    }
about-encoders =
    { $n ->
        [one] Encoder: { $names }
       *[other] Encoder: { $names }
    }
about-no-encoders = Mein Katalog ist gerade nicht erreichbar.
about-sources = Quellen
about-licence = Lizenz
about-licence-text = Der Code von Marquee steht unter der MIT-Lizenz. Was mitgeliefert wird, hat eigene Bedingungen, teils nur für nichtkommerzielle Nutzung: siehe NOTICE beim Code.

## Matching

cmd-match = erkennen
cmd-match-description = Finde die Filme, deren Poster deinem am ähnlichsten sind.
cmd-match-option-poster = poster
cmd-match-option-poster-description = Ein Bild eines Filmposters: JPEG, PNG, WebP, GIF oder AVIF.
cmd-match-option-link = link
cmd-match-option-link-description = Statt eines Bildes: der Link eines Bildes, das bei Discord liegt.
cmd-match-option-k = anzahl
cmd-match-option-k-description = Wie viele ähnliche du sehen willst.
cmd-match-option-encoder = encoder
cmd-match-option-encoder-description = Mit welchen Augen ich hinsehe; sonst mit denen, die der Server gewählt hat.
cmd-match-message = Poster erkennen
match-no-poster = Häng bitte ein Poster an oder gib mir den Link eines Bildes, das bei Discord liegt.

## /game

cmd-game = spiel
cmd-game-description = Ratespiele mit Filmpostern.
cmd-game-start = starten
cmd-game-start-description = Hol Leute zusammen und spielt eine Partie.
cmd-game-stop = beenden
cmd-game-stop-description = Beende die Partie hier mit ihrem Punktestand.
cmd-game-skip = überspringen
cmd-game-skip-description = Überspring die Runde, die hier läuft.
cmd-game-status = status
cmd-game-status-description = Zeig die Partie, die hier läuft.
cmd-game-preset = vorlage
cmd-game-preset-description = Optionen einer Partie unter einem Namen.
cmd-game-preset-save = speichern
cmd-game-preset-save-description = Heb die Optionen der letzten Partie hier auf.
cmd-game-preset-list = liste
cmd-game-preset-list-description = Zeig die Vorlagen, die es hier gibt.
cmd-game-preset-delete = löschen
cmd-game-preset-delete-description = Vergiss eine Vorlage.
cmd-game-option-kind = spiel
cmd-game-option-kind-description = Welches Spiel (sonst: Film erraten).
cmd-game-option-rounds = runden
cmd-game-option-rounds-description = Wie viele Runden (sonst: 5).
cmd-game-option-seconds = sekunden
cmd-game-option-seconds-description = Wie lange eine Runde offen ist (sonst: 45).
cmd-game-option-answer = antwort
cmd-game-option-answer-description = Ob ihr den Film auswählt oder eintippt (sonst: auswählt).
cmd-game-option-difficulty = schwierigkeit
cmd-game-option-difficulty-description = Je schwerer, desto ähnlicher die falschen Antworten (und desto mehr Punkte).
cmd-game-option-mode = modus
cmd-game-option-mode-description = Was die Partie beendet (sonst: die Runden).
cmd-game-option-points = punkte
cmd-game-option-points-description = Bei wie vielen Punkten Schluss ist, wenn es darum geht (sonst: 300).
cmd-game-option-several = alle-punkten
cmd-game-option-several-description = Ob alle punkten, die richtig liegen, nicht nur die Schnellsten.
cmd-game-option-teams = teams
cmd-game-option-teams-description = Wie viele Teams (sonst: keine).
cmd-game-option-decade = jahrzehnt
cmd-game-option-decade-description = Nur Filme aus einem Jahrzehnt.
cmd-game-option-genre = genre
cmd-game-option-genre-description = Nur Filme eines Genres.
cmd-game-option-guesses = versuche
cmd-game-option-guesses-description = Wie viele Titel man in einer Runde eingeben darf (sonst: 5).
cmd-game-option-known = bekannt
cmd-game-option-known-description = Wie bekannt die Filme sind (sonst: Filme, die viele kennen).
cmd-game-option-preset = vorlage
cmd-game-option-preset-description = Optionen, die der Server aufhebt; was du hier angibst, geht vor.
cmd-game-option-name = name
cmd-game-option-name-description = Wie die Vorlage heißt.
cmd-game-kind-film = Film erraten
cmd-game-kind-year = Jahr schätzen
cmd-game-kind-genres = Genres erraten
cmd-game-kind-odd = Eins passt nicht
cmd-game-kind-decade = Jahrzehnt erraten
cmd-game-kind-connect = Verbindung
cmd-game-kind-mix = Alles gemischt
cmd-game-answer-choice = Einen von vieren wählen
cmd-game-answer-typed = Den Titel eintippen
cmd-game-difficulty-easy = Leicht
cmd-game-difficulty-medium = Mittel
cmd-game-difficulty-hard = Schwer
cmd-game-mode-points = Die meisten Punkte
cmd-game-mode-first-to = Wer zuerst so viele Punkte hat
cmd-game-mode-elimination = K.-o.-Modus
cmd-game-known-blockbusters = Kassenschlager
cmd-game-known-many = Filme, die viele kennen
cmd-game-known-lovers = Filme, die Filmfans kennen
cmd-game-known-anything = Alles

game-kind-film = Film erraten
game-kind-year = Jahr schätzen
game-kind-genres = Genres erraten
game-kind-odd = Eins passt nicht
game-kind-decade = Jahrzehnt erraten
game-kind-connect = Verbindung
game-kind-mix = Alles gemischt
game-difficulty-easy = leicht
game-difficulty-medium = mittel
game-difficulty-hard = schwer

game-rule-rounds =
    { $rounds ->
        [one] { $rounds } Runde
       *[other] { $rounds } Runden
    }
game-rule-first-to = wer zuerst { $points } Punkte hat
game-rule-elimination = K.-o.-Modus: wer danebenliegt, fliegt
game-rule-seconds = je { $seconds } s
game-rule-choice = einer von vieren
game-rule-typed = Titel eintippen
game-rule-several = alle, die richtig liegen, punkten
game-rule-known = die bekanntesten { $percent } %
# How well known the films are; also the choices of a menu.
game-known-blockbusters = Kassenschlager
game-known-many = Filme, die viele kennen
game-known-lovers = Filme, die Filmfans kennen
game-known-anything = alle Filme
game-known-menu = 🎚️ Wie bekannt sind die Filme?

game-lobby-title = 🎬 { $game }
game-lobby-host = { $host } startet die Partie; die Lobby schließt { $when }.
game-lobby-started = Die Partie hat begonnen.
game-lobby-closed = Diese Lobby ist geschlossen.
game-players = Dabei ({ $n })
game-join = Mitspielen
game-join-team = { $team }
game-leave = Aussteigen
game-begin = Los
game-begun = Die Lobby ist offen: Drück auf Los, wenn alle da sind.
game-again-begun = Eine neue Lobby ist offen.
game-joined-late = Du bist dabei! Ab dieser Runde zählen deine Antworten.

game-round-of = Runde { $number } von { $rounds } · { $game }
game-round = Runde { $number } · { $game } · { $rule }
game-ask-film = Welcher Film ist das?
game-ask-typed = Welcher Film ist das? Tipp den Titel ein.
game-ask-year = In welchem Jahr kam dieser Film heraus? Wer am nächsten dran ist, gewinnt, und ich rate mit.
game-ask-genres = Welche Genres hat dieser Film? Ich rate mit.
game-ask-odd = Drei davon gehören zusammen. Welches nicht?
game-ask-decade = In welchem Jahrzehnt kam dieser Film heraus?
game-ask-connect = Was haben diese vier Filme gemeinsam?
game-picture = Ein Poster, vielleicht nicht ganz zu sehen
game-picture-four = Vier Poster, nummeriert von 1 bis 4
game-until = ⏳ Die Runde endet { $when }
# How many of those who play have answered, while the round goes on.
game-answered = ✋ { $n } von { $players } haben geantwortet
game-write-here = Oder schreib deine Antwort einfach hier.
game-samples = Diese Filme gibt es nicht, und ihre Poster hat ein Programm gezeichnet: Mein Katalog hat noch keine Bilder. Wer mich betreibt, holt echte mit `marquee catalogue import-tmdb` oder `import-folder`.
game-answer-title = Antworten
game-answer-year = Jahr schätzen
game-pick-genres = Wähl die Genres
game-hint = Tipp (−{ $points })
game-skip = Überspringen

game-modal-title = Welcher Film ist es?
game-modal-title-label = Titel
game-modal-title-help = In jeder Sprache; kleine Tippfehler sind okay.
game-modal-year = Welches Jahr ist es?
game-modal-year-label = Jahr
game-modal-year-help = Vier Ziffern.

game-answer-right = ✅ Stimmt!
game-answer-wrong = ❌ Diesmal nicht.
game-answer-wrong-again =
    { $left ->
        [one] ❌ Der ist es nicht; du hast noch einen Versuch.
       *[other] ❌ Der ist es nicht; du hast noch { $left } Versuche.
    }
game-answer-near =
    { $left ->
        [one] 🔥 Knapp, aber nicht ganz; du hast noch einen Versuch.
       *[other] 🔥 Knapp, aber nicht ganz; du hast noch { $left } Versuche.
    }
game-answer-wrong-last = ❌ Der ist es nicht, und das war dein letzter Versuch in dieser Runde.
game-answer-near-last = 🔥 Knapp, aber nicht ganz, und das war dein letzter Versuch in dieser Runde.
game-answer-kept = 📝 Deine Antwort ist notiert.
game-hint-cost = Er kostet dich { $points } Punkte, wenn du richtig antwortest.
game-hint-decade = Er stammt aus dieser Zeit: { $value }.
game-hint-genres = Seine Genres: { $value }.
game-hint-genre = Eins seiner Genres ist { $value }.
game-hint-letters = Sein Titel: { $value }
game-hint-years = Er kam im Zeitraum { $value } heraus.
game-hint-count =
    { $value ->
        [one] Er hat { $value } Genre.
       *[other] Er hat { $value } Genres.
    }
game-hint-out = Nummer { $value } ist es nicht.
game-hint-not-film = { $value } ist es nicht.
game-skip-vote =
    { $needed ->
        [one] Du willst überspringen: { $votes } von { $needed } nötigen Stimme.
       *[other] Du willst überspringen: { $votes } von { $needed } nötigen Stimmen.
    }
game-skip-done = Die Runde ist übersprungen.
game-stop-done = Die Partie ist vorbei.

game-truth-film = Es war **{ $film }**
game-truth-year = **{ $film }** kam **{ $year }** heraus
game-truth-genres = **{ $film }**: **{ $genres }**
game-truth-odd = Nicht dazu passte Nummer **{ $place }**: **{ $film }**
game-truth-odd-why = Den anderen gemeinsam: { $genres }
# $decade is what a decade is called, as in "1990s"
game-truth-decade = **{ $film }**: **{ $decade }**
game-truth-decade-own = Ich hätte gesagt: { $decade }
# $link is a genre or a decade
game-truth-connect = Gemeinsam haben sie: **{ $link }**
game-truth-connect-films = { $film1 } · { $film2 } · { $film3 } · { $film4 }

game-line = { $mark } **{ $name }** +{ $points } · { $said }
game-line-streak = 🔥 { $streak } in Folge: +{ $points }
game-line-marquee = 🤖 **Marquee** +{ $points } · { $said }
game-said-nothing = keine Antwort
game-said-right = nach { $seconds } s
game-said-place = Nummer { $place }
game-said-year =
    { $off ->
        [0] { $year }, genau getroffen
        [one] { $year }, { $off } Jahr daneben
       *[other] { $year }, { $off } Jahre daneben
    }
game-skipped = ⏭️ Diese Runde wurde übersprungen; sie bringt niemandem etwas.
game-scoreboard = Punktestand
game-score = { $mark } { $name } · **{ $points }**
game-score-out = in Runde { $round } ausgeschieden
game-score-streak = 🔥 { $streak } in Folge
game-score-team = { $mark } { $rank }. { $team } · **{ $points }** ({ $names })
game-team = Team { $number }
game-more = … und { $n } mehr
game-next = Die nächste Runde beginnt { $when }.

game-over-won =
    { $n ->
        [one] 🏆 { $names } gewinnt!
       *[other] 🏆 { $names } gewinnen!
    }
game-over = 🏁 Die Partie ist vorbei
game-over-nobody = 🏁 Die Partie ist vorbei: niemand hat gepunktet
game-stopped = Die Partie wurde abgebrochen.
game-own-record =
    { $rounds ->
        [one] Marquee hat { $rounds } Runde mitgespielt: { $won } gewonnen, { $points } Punkte.
       *[other] Marquee hat { $rounds } Runden mitgespielt: { $won } gewonnen, { $points } Punkte.
    }
game-again = Noch mal spielen
game-waiting = Ich komme gerade nicht an meine Filme; ich versuche es weiter.
game-gave-up-unavailable = Ich komme nicht an meine Filme, darum endet die Partie hier; versucht es bitte später noch einmal.
game-gave-up-no-films = Es gibt keine passenden Filme mehr, darum endet die Partie hier.
game-gave-up-none-fit = Zu wenige Filme passen zu diesen Optionen; startet bitte noch einmal mit weniger Vorgaben.
game-gave-up-broken = Bei mir ist etwas schiefgegangen und vermerkt worden; die Partie endet hier.
game-gave-up-forbidden = Ich darf in { $channel } nicht mehr posten, darum ist deine Partie dort zu Ende; ihre Punkte bleiben.

game-refused-running = In diesem Kanal läuft schon eine Partie; `/spiel status` zeigt sie.
game-refused-none = In diesem Kanal läuft keine Partie; mit `/spiel starten` beginnt eine.
game-refused-place = Spielen kann ich nur dort, wo ich Mitglied bin: auf einem Server, der mich hinzugefügt hat, oder in einer Direktnachricht an mich.
game-refused-permissions = Ich kann hier erst spielen, wenn die Moderation mir das erlaubt: { $missing }.
game-permission-view-channel = diesen Kanal sehen
game-permission-send-messages = Nachrichten senden
game-permission-attach-files = Dateien anhängen
game-refused-options = Diese Optionen passen nicht zusammen; sieh sie dir bitte noch einmal an.
game-refused-host = Das können nur { $host } oder die Moderation.
game-refused-nobody = Es macht noch niemand mit.
game-refused-not-in = Du spielst in dieser Partie nicht mit.
game-refused-started = Die Partie hat schon begonnen.
game-refused-over = Diese Partie ist vorbei; mit `/spiel starten` beginnt eine neue.
game-refused-stranger = Du spielst in dieser Partie noch nicht mit. Erst mitspielen, dann antworten!
game-refused-late-join = Einsteigen geht nicht mehr: Vielleicht ist schon jemand ausgeschieden. Die nächste Partie ist deine!
game-refused-out = Du bist in dieser Partie ausgeschieden; schön, dass du zusiehst.
game-refused-answered = Deine Antwort für diese Runde ist schon da.
game-refused-tries = Du hast in dieser Runde keinen Versuch mehr.
game-refused-late = Zu spät: Die Runde ist vorbei.
game-refused-empty = In deiner Antwort stand nichts.
game-refused-year = Tipp bitte ein Jahr mit vier Ziffern ein, etwa 1994.
game-refused-none-left = In dieser Runde gibt es keine Tipps mehr.

game-preset-saved = Die Optionen der letzten Partie hier sind jetzt als **{ $name }** gespeichert.
game-preset-deleted = **{ $name }** ist vergessen.
game-preset-none = Hier gibt es noch keine Vorlagen; nach einer Partie hebt `/spiel vorlage speichern` ihre Optionen auf.
game-preset-no-game = In diesem Kanal gab es noch keine Partie, deren Optionen ich aufheben könnte.
game-preset-unknown = Hier gibt es keine Vorlage namens **{ $name }**.
game-preset-not-yours = Diese Vorlage gehört jemand anderem; nur diese Person oder die Moderation kann sie ändern.
game-preset-full =
    { $most ->
       *[other] Es gibt schon { $most } Vorlagen; lösch erst eine.
    }

## /daily: the poster of the day

cmd-daily = tagesplakat
cmd-daily-description = Ein Plakat am Tag für den Server: Errate es in sechs Bildern.
daily-title = 🖼️ Plakat des Tages · { $day }
daily-ask = Welcher Film ist das? Bild { $step } von { $steps }; jeder falsche Titel zeigt mehr.
# Buttons
daily-guess = Raten
daily-more = Mehr zeigen
daily-give-up = Aufgeben
daily-share = Teilen
daily-won = ✅ Es ist **{ $film }**!
daily-lost = Es war **{ $film }**.
# What the squares say, one word each, in a list.
daily-word-wrong = falsch
daily-word-near = knapp
daily-word-more = mehr gesehen
daily-word-right = richtig
daily-words-solved = Erraten bei Bild { $step } von { $steps }: { $tries }.
daily-words-missed = In { $steps } Bildern nicht erraten: { $tries }.
daily-streak =
    { $days ->
        [one] 🔥 { $days } Tag in Folge · Rekord: { $best }
       *[other] 🔥 { $days } Tage in Folge · Rekord: { $best }
    }
daily-players = 👥 { $players } haben es versucht, { $solved } haben es erraten.
# $when is a moment that Discord shows, such as "in 5 hours"
daily-next = Das nächste Plakat kommt { $when }.
# What everybody sees when somebody shares theirs; $count is 1 to 6, or a dash.
daily-shared = **{ $name }** · Plakat des Tages, { $day } · **{ $count }/{ $steps }**
daily-shared-streak = 🔥 { $days } Tage in Folge
daily-refused-shared = Das hast du schon geteilt.
daily-refused-gone = Dieses Plakat ist nicht mehr da; `/daily` zeigt ein anderes.
daily-refused-over = Das Plakat vom { $day } ist vorbei; `/daily` zeigt das heutige.
daily-refused-none = Ich finde kein Plakat für heute; bitte versuche es später noch einmal.

## Searching: /search

cmd-search = suche
cmd-search-description = Finde Filme nach dem Titel; wo CLIP eingerichtet ist, auch nach dem, was ihre Poster zeigen.
cmd-search-option-words = worte
cmd-search-option-words-description = Ein Titel; mit CLIP auch, was das Poster zeigt: „lonely astronaut, blue“ (am besten auf Englisch).
search-heading = Filme zu „{ $words }“
search-by-words = Nach dem, was ihre Poster zeigen
search-by-title = Nach ihren Titeln
search-none = Zu „{ $words }“ habe ich nichts gefunden.

## Comparing: /compare

cmd-compare = vergleich
cmd-compare-description = Sieh, wie ähnlich sich zwei Poster sind.
cmd-compare-option-first = erstes
cmd-compare-option-first-description = Ein Bild eines Filmposters.
cmd-compare-option-second = zweites
cmd-compare-option-second-description = Noch eins.
cmd-compare-option-first-link = erster-link
cmd-compare-option-first-link-description = Statt des ersten Bildes: der Link eines Bildes, das bei Discord liegt.
cmd-compare-option-second-link = zweiter-link
cmd-compare-option-second-link-description = Statt des zweiten Bildes: der Link eines Bildes, das bei Discord liegt.
compare-no-first = Häng bitte das erste Poster an oder gib mir den Link eines Bildes, das bei Discord liegt.
compare-no-second = Häng bitte das zweite Poster an oder gib mir den Link eines Bildes, das bei Discord liegt.
compare-same = Poster desselben Films
compare-perhaps-same = Vielleicht Poster desselben Films
compare-very = Ähnlicher geht es kaum
compare-two-films = So ähnlich, wie Poster zweier Filme sein können
compare-much = Sehr ähnlich
compare-somewhat = Einigermaßen ähnlich
compare-little = Ein bisschen ähnlich
compare-hardly = Kaum etwas gemeinsam
compare-not-posters = Das sieht nicht nach zwei Filmpostern aus
compare-alt = Die zwei Poster nebeneinander
compare-unknown = Ein Poster, das ich nicht kenne
compare-perhaps = Vielleicht { $film }
compare-no-poster = Sieht nicht nach einem Filmposter aus
compare-unknown-era = Ein Poster, das ich nicht kenne, dem Look nach aus den { $era }n
compare-genres = Beiden gemeinsam: { $genres }.
compare-no-genre = Sie haben kein Genre gemeinsam.
compare-years =
    { $years ->
        [0] Sie sind aus demselben Jahr.
        [one] Zwischen ihnen liegt { $years } Jahr.
       *[other] Zwischen ihnen liegen { $years } Jahre.
    }
compare-years-about =
    { $years ->
        [0] Dem Look nach sind sie aus demselben Jahr.
        [one] Dem Look nach liegt etwa { $years } Jahr zwischen ihnen.
       *[other] Dem Look nach liegen etwa { $years } Jahre zwischen ihnen.
    }

## /night

cmd-night = filmabend
cmd-night-description = Eine Abstimmung über den nächsten Film, dann das Event dazu.
cmd-night-new = neu
cmd-night-new-description = Plan einen Filmabend: Ein Formular fragt den Rest.
cmd-night-vote = abstimmen
cmd-night-vote-description = Lass den Kanal über Filme abstimmen, die du nennst.
cmd-night-watchlist = watchlist
cmd-night-watchlist-description = Lass den Kanal über Filme von der Watchlist abstimmen.
cmd-night-draw = auslosen
cmd-night-draw-description = Lass den Kanal über zufällige Filme abstimmen.
cmd-night-close = auszählen
cmd-night-close-description = Schließ die Umfrage dieses Kanals und zähl sie aus.
cmd-night-cancel = absagen
cmd-night-cancel-description = Sag den Filmabend dieses Kanals ab.
cmd-night-end = ende
cmd-night-end-description = Beende die Filmabende dieses Kanals, die sich wiederholen.
cmd-night-option-when = wann
cmd-night-option-when-description = Wann der Film beginnt: 20 Uhr, morgen 20:30, Freitag 20 Uhr, jeden Freitag um 20 Uhr.
cmd-night-option-film1 = film1
cmd-night-option-film2 = film2
cmd-night-option-film3 = film3
cmd-night-option-film4 = film4
cmd-night-option-film5 = film5
cmd-night-option-film6 = film6
cmd-night-option-film7 = film7
cmd-night-option-film8 = film8
cmd-night-option-film9 = film9
cmd-night-option-film10 = film10
cmd-night-option-film-description = Lostippen, dann den Film wählen.
cmd-night-option-hours = stunden
cmd-night-option-hours-description = Wie lange die Umfrage offen ist (sonst: einen Tag).
cmd-night-option-place = ort
cmd-night-option-place-description = Wo ihr euch trefft, in Worten.
cmd-night-option-voice = sprachkanal
cmd-night-option-voice-description = Der Sprach- oder Stage-Kanal, in dem ihr schaut.
cmd-night-option-timezone = zeitzone
cmd-night-option-timezone-description = Eine Stadt, in der deine Uhr hängt (sonst: die Zone des Servers, sonst wie zuletzt).
cmd-night-option-several = mehrere
cmd-night-option-several-description = Ob man für mehrere Filme stimmen darf (sonst: True).
cmd-night-option-films = filme
cmd-night-option-films-description = Wie viele Filme ich ziehe, 2 bis 10 (sonst: 5).
cmd-night-option-genre = genre
cmd-night-option-genre-description = Nur Filme dieses Genres.
cmd-night-option-decade = jahrzehnt
cmd-night-option-decade-description = Nur Filme aus diesem Jahrzehnt.
cmd-night-option-known = bekannt
cmd-night-option-known-description = Wie bekannt die Filme sind (sonst: egal).
cmd-night-choice-known-best = die bekanntesten
cmd-night-choice-known-well = gut bekannte
cmd-night-choice-known-any = alle Filme
night-draft-title = Filmabend
night-draft-open =
    { $hours ->
        [one] Die Umfrage ist { $hours } Stunde offen
       *[other] Die Umfrage ist { $hours } Stunden offen
    }
night-draft-several = mehrere Stimmen möglich
night-draft-single = eine Stimme pro Person
night-draft-zone = { $clock } in { $zone }
night-draft-later-list = Spätere Abende losen Filme der Merkliste, die noch niemand gesehen hat; `/filmabend ende` beendet das.
night-draft-later-draw = Spätere Abende losen ihre Filme neu; `/filmabend ende` beendet das.
night-repeat-weekly = Jeden { $day } um { $clock } ({ $zone })
night-repeat-weeks = Alle { $weeks } Wochen am { $day } um { $clock } ({ $zone })
night-repeat-monthly =
    { $nth ->
        [-1] Jeden letzten { $day } im Monat um { $clock } ({ $zone })
        [1] Jeden ersten { $day } im Monat um { $clock } ({ $zone })
        [2] Jeden zweiten { $day } im Monat um { $clock } ({ $zone })
        [3] Jeden dritten { $day } im Monat um { $clock } ({ $zone })
       *[other] Jeden vierten { $day } im Monat um { $clock } ({ $zone })
    }
night-draft-menu = Andere Filme wählen
night-draft-send = Umfrage starten
night-draft-again = Neu auslosen
night-draft-drop = Doch nicht
night-draft-sent = Die Umfrage läuft: { $link }
night-draft-dropped = Alles klar, kein Filmabend.
night-draft-late = Der Entwurf lag zu lange herum; ruf den Befehl bitte noch einmal auf.
night-not-yours = Diesen Abend plant jemand anders; mit `/filmabend` planst du deinen eigenen.
night-not-you = Du darfst in diesem Kanal keine Umfragen posten.
night-not-allowed = Ich darf hier keine Umfragen posten; die Moderation kann mir erlauben, in diesem Kanal Nachrichten zu senden, Umfragen zu erstellen und den Nachrichtenverlauf zu lesen.
night-no-event = Ich darf auf diesem Server keine Events erstellen, darum gibt es nur die Umfrage; die Admins können es mir mit der Berechtigung „Events erstellen“ erlauben.
night-no-voice = Ich darf nicht in { $channel }, darum gibt es nur die Umfrage; die Admins können mir erlauben, den Kanal zu sehen und mich zu verbinden.
night-zone-unknown = Ich kenne keine Zeitzone namens „{ $typed }“; wähle bitte eine von denen, die beim Tippen erscheinen, oder schreib UTC+2.
night-when-unknown = „{ $typed }“ kann ich nicht als Zeit lesen; schreib bitte etwa 20 Uhr, morgen 20:30, Freitag 20 Uhr oder jeden Freitag um 20 Uhr.
night-when-which = „{ $typed }“ lässt sich verschieden lesen. Was meinst du?
night-when-hour = Um wie viel Uhr ist „{ $typed }“?
night-when-again = Anders schreiben
night-form-title = Ein Filmabend
night-form-when = Wann?
night-form-when-about = Nach der Uhr von { $zone }, sonst nenne eine Stadt.
night-form-when-example = 20 Uhr, morgen 20:30, jeden Freitag um 20 Uhr
night-form-source = Filme
night-form-source-about = Worüber der Kanal abstimmt.
night-form-source-watchlist = Fünf der Merkliste, noch ungesehen
night-form-source-draw = Fünf aus dem Katalog, zufällig
night-form-titles = Oder deine eigenen Filme
night-form-titles-about = Zwei bis zehn Titel, einer je Zeile; dann wird nichts gelost.
night-form-place = Wo?
night-form-place-about = In Worten; sonst ist es dieser Kanal.
night-when-past = { $when } ist schon vorbei; wähle bitte eine Zeit, die noch kommt.
night-when-far = Bis { $when } ist es über ein Jahr hin; wähle bitte eine nähere Zeit.
night-too-soon =
    { $hours ->
        [one] Die Umfrage braucht { $hours } Stunde, bevor der Film beginnt, und der beginnt schon { $when }; lass ihn bitte später anfangen.
       *[other] Die Umfrage braucht { $hours } Stunden, bevor der Film beginnt, und der beginnt schon { $when }; kürz bitte die Umfrage oder lass ihn später anfangen.
    }
night-too-few-named = Nenn bitte mindestens zwei verschiedene Filme.
night-too-few-kept = Auf der Watchlist passen weniger als zwei noch ungesehene Filme; `/watchlist hinzufügen` setzt mehr darauf.
night-too-few-drawn = In meinem Katalog passen weniger als zwei Filme; verlang bitte etwas weniger.
night-open = Dieser Kanal stimmt schon ab: { $link }
night-open-unsent = In diesem Kanal geht gleich eine Abstimmung los; versuch es bitte gleich noch einmal.
night-series-open = Dieser Kanal hat schon einen Filmabend, der sich wiederholt; `/filmabend ende` beendet ihn.
night-series-ended = Er wiederholt sich nicht mehr. Eine offene Abstimmung läuft weiter.
night-series-none = In diesem Kanal wiederholt sich kein Filmabend.
night-none = In diesem Kanal läuft keine Abstimmung über einen Film.
night-not-host = Nur wer zu dem Abend eingeladen hat oder die Moderation kann das beenden.
night-closed = Die Umfrage ist geschlossen; das Ergebnis folgt.
night-cancelled = Der Filmabend ist abgesagt.
night-call = { $host } lädt zum Filmabend ein: Stimmt unten ab!
night-call-again = Es ist wieder Filmabend: Stimmt unten ab!
night-call-few = Für { $when } gibt es keine Abstimmung: Weniger als zwei Filme passen, die noch ungesehen sind. `/watchlist hinzufügen` setzt weitere darauf.
night-question = Welchen Film wollen wir schauen?
night-posters-alt = Poster von
night-won =
    { $votes ->
        [one] **{ $film }** gewinnt mit { $votes } Stimme.
       *[other] **{ $film }** gewinnt mit { $votes } Stimmen.
    }
night-won-by-lot =
    { $votes ->
        [one] { $films } Filme hatten je { $votes } Stimme, also habe ich gelost: **{ $film }** ist es.
       *[other] { $films } Filme hatten je { $votes } Stimmen, also habe ich gelost: **{ $film }** ist es.
    }
night-no-votes = Niemand hat abgestimmt, darum gibt es keinen Film für { $when }. `/filmabend` startet eine neue Abstimmung.
night-starts = Los geht es am { $when }.
night-starts-at = Los geht es am { $when }: { $place }.
night-event-late = Als die Stimmen gezählt waren, war die Zeit des Films schon vorbei, darum gibt es kein Event.
night-event-forbidden = Ich darf hier keine Events erstellen (Berechtigung „Events erstellen“), darum gibt es keins.
night-event-failed = Discord hat das Event nicht angenommen, darum gibt es keins; die Moderation kann es von Hand erstellen.
night-event-about = In { $channel } per Abstimmung gewählt
night-event-reason = Der Film hat die Abstimmung gewonnen
night-reminder = **{ $film }** beginnt { $when }.
night-absent = Ich kann nicht
night-absent-count = Ich kann nicht ({ $count })
night-absent-noted = Notiert: Du kannst nicht { $when }. Drück noch einmal, wenn du doch kannst.
night-absent-back = Schön: Du kannst { $when } doch kommen.
night-absent-some =
    { $count ->
        [one] { $count } Mitglied kann nicht kommen.
       *[other] { $count } Mitglieder können nicht kommen.
    }
night-over = Dieser Abend ist vorbei oder abgesagt.
night-calendar = Kalenderdatei
night-calendar-told = Öffne die Datei, um den Abend in deinen Kalender zu legen.
night-asked = Wie war **{ $film }**? Ein Stern markiert ihn auf der Watchlist als gesehen.
night-rated =
    { $count ->
        [one] ★ { $mean }, von { $count } Mitglied
       *[other] ★ { $mean }, von { $count } Mitgliedern
    }
night-missed = Wir haben ihn nicht geschaut
night-missed-told = In Ordnung: **{ $film }** wurde nicht geschaut und bleibt ungesehen.

## /leaderboard

cmd-leaderboard = rangliste
cmd-leaderboard-description = Wer bei den Spielen die meisten Punkte hat.
cmd-leaderboard-option-game = spiel
cmd-leaderboard-option-game-description = Welches Spiel (sonst: alle).
cmd-leaderboard-option-period = zeitraum
cmd-leaderboard-option-period-description = Seit wann (sonst: seit jeher); eine Saison ist ein Vierteljahr, in UTC.
cmd-leaderboard-choice-all = alle Spiele
cmd-leaderboard-choice-film = Film erraten
cmd-leaderboard-choice-year = Jahr schätzen
cmd-leaderboard-choice-genres = Genres erraten
cmd-leaderboard-choice-odd = Eins passt nicht
cmd-leaderboard-choice-decade = Jahrzehnt erraten
cmd-leaderboard-choice-connect = Verbindung
cmd-leaderboard-choice-week = diese Woche
cmd-leaderboard-choice-month = diesen Monat
cmd-leaderboard-choice-season = diese Saison
cmd-leaderboard-choice-last = letzte Saison
cmd-leaderboard-choice-ever = seit jeher
board-title-week = Rangliste dieser Woche
board-title-month = Rangliste dieses Monats
board-title-season = Rangliste dieser Saison
board-title-last = Rangliste der letzten Saison
board-title-ever = Rangliste
board-kind-all = Alle Spiele
board-kind-film = Film erraten
board-kind-year = Jahr schätzen
board-kind-genres = Genres erraten
board-kind-odd = Eins passt nicht
board-kind-decade = Jahrzehnt erraten
board-kind-connect = Verbindung
board-period-week = Diese Woche
board-period-month = Diesen Monat
board-period-season = Diese Saison
board-period-last = Letzte Saison
board-period-ever = Seit jeher
board-empty = Noch hat niemand gepunktet. `/spiel` startet eine Partie.
board-nobody = Jemand
# Below Marquee's own line.
board-marquee = Marquee rät bei Jahren und Genres mit, allein nach dem Bild, und steht außerhalb der Wertung.
board-points =
    { $points ->
        [one] { $points } Punkt
       *[other] { $points } Punkte
    }
board-won =
    { $rounds ->
        [one] { $rounds } Runde gewonnen
       *[other] { $rounds } Runden gewonnen
    }
board-page = Seite { $page } von { $pages }
board-since = seit { $date }, 00:00 UTC
board-from-to = { $first } bis { $last }
# $names won the season before this one
board-champions = 👑 Letzte Saison: **{ $names }** · { $points } Punkte

## /profile

cmd-profile = profil
cmd-profile-description = Spiele, Punkte und Lieblingsgenres eines Mitglieds.
cmd-profile-option-member = mitglied
cmd-profile-option-member-description = Wessen Profil (sonst: deins).
profile-games =
    { $games ->
        [one] { $games } Partie gespielt
       *[other] { $games } Partien gespielt
    }
profile-games-won = { $games } gewonnen
# Daily posters that the member named; how many days in a row, now
profile-posters =
    { $posters ->
        [one] { $posters } Plakat des Tages erraten · { $days } in Folge
       *[other] { $posters } Plakate des Tages erraten · { $days } in Folge
    }
profile-points =
    { $points ->
        [one] { $points } Punkt
       *[other] { $points } Punkte
    }
profile-rounds =
    { $rounds ->
        [one] { $rounds } Runde
       *[other] { $rounds } Runden
    }
profile-rounds-won = { $rounds } gewonnen
profile-streak =
    { $rounds ->
        [one] Beste Serie: { $rounds } Runde in Folge gewonnen
       *[other] Beste Serie: { $rounds } Runden in Folge gewonnen
    }
profile-no-games = Noch kein Spiel gespielt. `/spiel` startet eine Partie.
profile-genres = Lieblingsgenres: { $genres }
profile-verdicts = Fand meine Antworten { $right }-mal richtig, { $wrong }-mal falsch
profile-avatar-alt = Profilbild
