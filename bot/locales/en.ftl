# What Marquee says. One file a language; a message that a language lacks is said in English.

## The gate: who may ask what, where and how often

access-channel = I am only allowed to answer in { $channels } on this server.
access-no-channel = The channels where I was allowed to answer are gone; an admin can choose others with /settings.
access-closing = I am just being restarted; please try again in a minute.
access-stale = That button no longer works; please run the command again.
access-games-off = Games are switched off on this server; an admin can allow them with /settings.
access-cooldown =
    { $seconds ->
        [one] That was a lot of questions at once; please try again in { $seconds } second.
       *[other] That was a lot of questions at once; please try again in { $seconds } seconds.
    }
access-server-cooldown =
    { $seconds ->
        [one] This server asks a lot just now; please try again in { $seconds } second.
       *[other] This server asks a lot just now; please try again in { $seconds } seconds.
    }

## Stopping

in-flight-stopped = I was restarted before I could finish that; please try again in a minute.
promise-lost = I was restarted before I could answer; please send that again.
promise-press-lost = I was restarted just when you pressed that; if nothing happened, please press it again.

## Keep this film: the button that puts a film on the watchlist

# What the button says.
keep-button = Keep this film
# film is a title with its year.
keep-done-server = **{ $film }** is on this server's watchlist now; `/watchlist show` shows it.
keep-done-own = **{ $film }** is on your watchlist now; `/watchlist show` shows it.
keep-there-server = **{ $film }** was on this server's watchlist already.
keep-there-own = **{ $film }** was on your watchlist already.
keep-done-named = **{ $film }** is on the watchlist "{ $name }" now.
keep-there-named = **{ $film }** was on the watchlist "{ $name }" already.
keep-unknown = That film is no longer in my catalogue, so it cannot be kept.
watchlist-full =
    { $films ->
        [one] This watchlist holds { $films } film already; please remove some first.
       *[other] This watchlist holds { $films } films already; please remove some first.
    }

## What went wrong

error-apology = Something went wrong on my side and has been noted; please try again in a moment.
error-not-allowed = I may not post an answer here; a moderator can allow me to send messages and files in this channel.
error-message-gone = That message was deleted in the meantime; please ask again.
error-command-changed = That command has just changed; please try again in a minute.
error-busy =
    { $seconds ->
        [one] A lot is being asked just now; please try again in { $seconds } second.
       *[other] A lot is being asked just now; please try again in { $seconds } seconds.
    }
error-unreachable =
    { $seconds ->
        [one] I cannot look at posters right now; please try again in { $seconds } second.
       *[other] I cannot look at posters right now; please try again in { $seconds } seconds.
    }

## Pictures that members hand over

attachment-gone = That picture was deleted before I could look at it; please post it again.
attachment-unavailable = Discord did not hand me that picture; please try again in a moment.
attachment-empty = That file is empty; please attach the poster again.
attachment-is-video = That is a video; please attach a poster as a picture: JPEG, PNG, WebP, GIF or AVIF.
attachment-is-audio = That is a sound file; please attach a poster as a picture: JPEG, PNG, WebP, GIF or AVIF.
attachment-is-text = That is a text file; please attach a poster as a picture: JPEG, PNG, WebP, GIF or AVIF.
attachment-is-no-picture = That is not a picture; please attach a poster as JPEG, PNG, WebP, GIF or AVIF.
# $size and $limit are sizes with their unit, such as "25 MB".
attachment-too-large = That picture has { $size }; I can take up to { $limit }.
attachment-none = There is no picture on that message; try it on one with a poster.
# "Match this poster" is the name of the command, cmd-match-message.
attachment-link-to-message = That is a link to a message; please copy the link of the picture itself, or hold the message and choose Apps, "Match this poster".
attachment-link-elsewhere = I only open pictures that lie on Discord. Please attach the poster; or post that link, hold the message with its preview and choose Apps, "Match this poster".

## /settings: what an admin decides for a server (one message with menus and buttons)

cmd-settings = settings
cmd-settings-description = Decide how Marquee behaves on this server.
cmd-settings-option-country = country
cmd-settings-option-country-description = Two letters: for which country /film tells who may see a film, and where.
cmd-settings-option-timezone = timezone
cmd-settings-option-timezone-description = A city whose clock the server's times are told by.
cmd-settings-option-night-role = night_role
cmd-settings-option-night-role-description = The role that movie nights ping; everyone's role means nobody.
settings-not-allowed = Only members who may manage this server can change its settings.
settings-title = Marquee on this server
settings-encoder = Encoder
settings-encoder-about = Through which eyes posters are compared, unless a member chooses others.
# A choice in a menu: leave it to whoever runs the bot. $encoder is the name of the encoder they use.
settings-encoder-own = Marquee's own choice ({ $encoder })
settings-encoder-default = Marquee's own choice
settings-encoder-films =
    { $films ->
        [one] { $films } film
       *[other] { $films } films
    }
settings-encoder-missing = Cannot answer now: its index is missing
settings-channels = Channels
settings-channels-about = Where I may answer, threads included. None chosen means everywhere.
# Shown in the empty menu
settings-channels-all = Everywhere
settings-cooldown = Cooldown
settings-cooldown-member =
    { $rate ->
        [one] { $rate } question a member in { $seconds } s
       *[other] { $rate } questions a member in { $seconds } s
    }
settings-cooldown-server =
    { $rate ->
        [one] { $rate } question of everybody together in { $seconds } s
       *[other] { $rate } questions of everybody together in { $seconds } s
    }
# A button that opens a form
settings-cooldown-change = Change…
# Labels of the form's fields, at most 45 characters each
settings-cooldown-form-rate = Questions of one member, 1 to { $most }
settings-cooldown-form-server = Questions of everybody, 1 to { $most }
settings-cooldown-form-seconds = … within how many seconds, 1 to { $most }
settings-cooldown-wrong-rate = The questions of one member are a whole number from 1 to { $most }; nothing was changed.
settings-cooldown-wrong-server = The questions of everybody are a whole number from 1 to { $most }; nothing was changed.
settings-cooldown-wrong-seconds = The seconds are a whole number from 1 to { $most }; nothing was changed.
settings-games = Games
settings-games-on = Members may play guessing games.
settings-games-off = Nobody can start a game.
# Buttons
settings-games-switch-on = Switch on
settings-games-switch-off = Switch off
settings-answers = Answers
settings-answers-public = The whole channel sees them.
settings-answers-private = Only who asked sees them.
# Buttons
settings-answers-make-public = Show to all
settings-answers-make-private = Keep private
settings-marked = Posters that are not for everybody
settings-marked-restricted = I show them in age-restricted channels only.
settings-marked-everywhere = I show them in every channel.
# Buttons
settings-marked-allow = Show everywhere
settings-marked-restrict = Age-restricted only
settings-country = Country
# country is a code, such as DE
settings-country-is = `/film` tells for { $country } who may see a film, and where it is streamed.
settings-timezone = Time zone
settings-timezone-is = Times are told by the clock of { $zone }.
settings-timezone-wrong = I know no time zone called "{ $typed }", or several; please choose one of those that appear while you type.
settings-night-role = Movie nights
settings-night-role-is = Movie nights ping { $role }.
settings-country-wrong = A country has two letters, such as GB or DE.
settings-defaults = Back to the defaults

## Terms of the catalogue

# $decade is its first year: 1990.
era = { $decade }s
percent = { $share }%
# "Crime, Drama and Thriller": $first is "Crime, Drama", $last is "Thriller".
list-and = { $first } and { $last }
genre-action = Action
genre-adventure = Adventure
genre-animation = Animation
genre-children = Children
genre-comedy = Comedy
genre-crime = Crime
genre-documentary = Documentary
genre-drama = Drama
genre-fantasy = Fantasy
genre-film-noir = Film noir
genre-horror = Horror
genre-musical = Musical
genre-mystery = Mystery
genre-romance = Romance
genre-sci-fi = Sci-fi
genre-thriller = Thriller
genre-war = War
genre-western = Western
# $genres is a list such as "Crime and Thriller"; $films are at least two.
likeness-all-share =
    { $films ->
        [2] Both share { $genres }.
       *[other] All { $films } share { $genres }.
    }
likeness-some-share = { $holders } of the { $films } share { $genres }.
likeness-none-shared =
    { $films ->
        [2] The two share no genre.
       *[other] No two share a genre.
    }
likeness-year = They date from { $year }.
likeness-years = They span { $first } to { $last }.

## How a poster looks: words on and under a picture, short

look-heading = Genres by its look
look-heading-unsure = Genres: none for sure
# $era is a decade ("1990s"), $low and $high are years.
look-era = Era by its look: { $era }, most likely { $low } to { $high }
look-span = most likely { $low } to { $high }
# Where a recognised film's year, or the year that a film is likely from, lies far from its poster's look.
look-newer = The artwork looks newer than the film.
look-older = The artwork looks older than the film.
look-film = The film itself may be from around { $year }, most likely { $low } to { $high }.
# $genres is a list such as "Crime 71%, Drama 20%".
look-genres = Genres by its look: { $genres }
look-genres-unsure = Genres: none for sure; perhaps { $genres }

## Films that a member names by typing

# typed is what the member typed
films-unknown = I know no film called "{ $typed }"; please choose one of those that appear while you type.
films-not-on-list = "{ $typed }" is not on the watchlist; please choose one of those that appear while you type.

## /watchlist: the films that a server, or a member by themselves, means to watch

cmd-watchlist = watchlist
cmd-watchlist-description = The films to watch one day.
cmd-watchlist-show = show
cmd-watchlist-show-description = Show the watchlist.
cmd-watchlist-show-option-films = films
cmd-watchlist-show-option-films-description = Which films (default: all).
cmd-watchlist-show-choice-all = all films
cmd-watchlist-show-choice-unseen = not seen yet
cmd-watchlist-add = add
cmd-watchlist-add-description = Put a film on the watchlist.
cmd-watchlist-add-option-title-description = Type, then choose the film.
cmd-watchlist-remove = remove
cmd-watchlist-remove-description = Take a film off the watchlist.
cmd-watchlist-option-title = title
cmd-watchlist-option-title-description = A film of the watchlist.
cmd-watchlist-seen = seen
cmd-watchlist-seen-description = Mark a film as seen, or as not.
cmd-watchlist-seen-option-seen = seen
cmd-watchlist-seen-option-seen-description = False takes the mark back (default: True).
cmd-watchlist-option-list = list
cmd-watchlist-option-list-description = Which watchlist (default: the one without a name).
cmd-watchlist-new = new
cmd-watchlist-new-description = Make a further watchlist.
cmd-watchlist-new-option-name = name
cmd-watchlist-new-option-name-description = What it is called.
cmd-watchlist-delete = delete
cmd-watchlist-delete-description = Take a watchlist away, with its films.
cmd-watchlist-delete-option-list-description = Which watchlist.
cmd-watchlist-import = import
cmd-watchlist-import-description = Put the films of a file of Letterboxd's or IMDb's on a watchlist.
cmd-watchlist-import-option-file = file
cmd-watchlist-import-option-file-description = watchlist.csv, diary.csv, ratings.csv, a list, or IMDb's export.
cmd-watchlist-export = export
cmd-watchlist-export-description = Get a watchlist as a file that Letterboxd takes.
watchlist-title-server = This server's watchlist
watchlist-title-own = Your watchlist
watchlist-title-named = Watchlist "{ $name }"
watchlist-empty = There is no film on it yet. `/watchlist add` puts one there, and so does the button under every answer.
watchlist-all-seen = Every film on it was seen.
watchlist-page = Page { $page } of { $pages }
watchlist-count-all =
    { $films ->
        [one] { $films } film
       *[other] { $films } films
    }
watchlist-count-unseen =
    { $films ->
        [one] { $films } film not seen yet
       *[other] { $films } films not seen yet
    }
# Buttons
watchlist-show-all = All films
watchlist-show-unseen = Not seen yet
# member is a mention, date a date
watchlist-added = Kept by { $member } on { $date }
watchlist-added-by-nobody = Kept on { $date }
watchlist-seen = ✅ Marked as seen by { $member } on { $date }
watchlist-seen-by-nobody = ✅ Seen on { $date }
# What a screen reader says of the picture
watchlist-poster-alt = Poster of { $film }
turn-not-yours = Somebody else asked for that; run the command yourself to turn its pages.
watchlist-remove-not-yours = Only who kept that film, or a moderator, can take it off the server's watchlist.
watchlist-removed = **{ $film }** is no longer on the watchlist.
watchlist-marked-seen = **{ $film }** is marked as seen. ✅
watchlist-marked-unseen = **{ $film }** is no longer marked as seen.
watchlist-was-seen = **{ $film }** was marked as seen already.
watchlist-was-unseen = **{ $film }** was not marked as seen.
# name is what a list is called
watchlist-list-unknown = There is no watchlist called "{ $name }" here; `/watchlist new` makes one.
watchlist-list-gone = That watchlist is not there any more.
watchlist-list-made = The watchlist "{ $name }" is there now; `/watchlist add` and `/watchlist import` fill it.
watchlist-list-deleted = The watchlist "{ $name }" is gone, with its films.
watchlist-list-not-yours = Only who made that watchlist, or a moderator, can delete it.
# lists is a number, always the same
watchlist-list-too-many = There are { $lists } further watchlists here already; please delete one first.
watchlist-list-bad-name = A watchlist needs a name that can be read.
watchlist-exported = Your file; Letterboxd takes it at letterboxd.com/import.

# What came of an import; films, lines and line are numbers, text is what stands in that line
watchlist-import-large = That file is too large; I take lists of films up to { $limit }.
watchlist-import-no-list = I can read no list of films in that file. I know the CSV files of Letterboxd and IMDb, and others with a column "Title", and the watchlist.csv in the ZIP of Letterboxd.
watchlist-import-unavailable = Discord did not hand me that file; please try again in a moment.
watchlist-import-added = New on the watchlist: { $films }
watchlist-import-there = There already: { $films }
watchlist-import-seen = Marked as seen: { $films }
watchlist-import-by-name = Not in my catalogue, kept by name: { $films }
watchlist-import-left-over = Left over, for the watchlist is full: { $films }
watchlist-import-unread = Not read: { $films }
watchlist-import-no-title = Line { $line }: no title
watchlist-import-bad-year = Line { $line }: "{ $text }" is no year
watchlist-import-bad-id = Line { $line }: "{ $text }" is no id of a film
watchlist-import-no-film = Line { $line }: "{ $text }" is no film
watchlist-import-more = Further lines: { $lines }

## /stats: how a server uses Marquee, shown to its admins below a chart

cmd-stats = stats
cmd-stats-description = Show how this server uses Marquee.
cmd-stats-option-days = days
cmd-stats-option-days-description = How far to look back (default 30 days).
cmd-stats-choice-7 = 7 days
cmd-stats-choice-30 = 30 days
cmd-stats-choice-90 = 90 days
stats-title = The last { $days } days
# These three stand behind a coloured square: the legend of the chart
stats-matched =
    { $n ->
        [one] { $n } poster recognised
       *[other] { $n } posters recognised
    }
stats-answered =
    { $n ->
        [one] { $n } poster that I could not name for sure
       *[other] { $n } posters that I could not name for sure
    }
stats-failed =
    { $n ->
        [one] { $n } question without an answer
       *[other] { $n } questions without an answer
    }
# $reasons are short technical names with numbers, such as "cooldown 4, no_picture 1"
stats-reasons = Mostly because of: { $reasons }
stats-rounds =
    { $n ->
        [one] { $n } round played
       *[other] { $n } rounds played
    }
# $games are names of games with numbers
stats-games = Games: { $games }
stats-members =
    { $n ->
        [one] { $n } member asked.
       *[other] { $n } members asked.
    }
stats-median = Half of the answers took less than { $seconds } s.
stats-feedback =
    { $given ->
        [one] { $right } of { $given } rated answer was called right.
       *[other] { $right } of { $given } rated answers were called right.
    }
stats-kept =
    { $days ->
        [one] Questions are kept for { $days } day. Days are UTC.
       *[other] Questions are kept for { $days } days. Days are UTC.
    }
# The picture in words, for members who do not see it. $day is a date such as 2026-01-31.
stats-alt = Bars, one a day for { $days } days: { $questions } questions in all, most on { $day } ({ $most }).

## An answer: neighbours, pictures, buttons

answer-heading = Nearest posters
# $film is a title that leads to the film's page, with its year.
answer-match = This is { $film }
# What I take it for, but am not sure of; $film as above.
answer-perhaps = Perhaps this is { $film }
# $percent is such as "64%".
answer-perhaps-sure = I am about { $percent } sure. Is it this film?
answer-perhaps-ask = Is it this film?
answer-unknown = I do not know this poster
# Stands over the posters that it resembles.
answer-resembles = **It resembles**
answer-not-poster = This does not look like a movie poster.
# Several posters in one picture, at least two; each has a line and a number below.
answer-several =
    { $posters ->
        [one] { $posters } poster in this picture
       *[other] { $posters } posters in this picture
    }
answer-others-of = **Nearest to poster { $number }**
answer-others = **Nearest other posters**
# How near a poster is, 0.83; 1.00 is the same picture.
answer-alike = { NUMBER($similarity, minimumFractionDigits: 2, maximumFractionDigits: 2) } alike
answer-rest =
    { $count ->
        [one] … and { $count } more
       *[other] … and { $count } more
    }
answer-no-neighbour = No other poster is in the catalogue yet.
# $encoder is the name of a model, such as "poster-lite".
answer-footer = { $encoder } · 1.00 alike is the same picture
answer-alt-asked = The poster asked about
answer-alt-picture = The picture asked about
answer-alt-outline = The picture, with a line around the poster in it
# $films is a list such as "1: Heat (1995), 2: Perhaps Ronin (1998)".
answer-alt-outlines = The picture, with a numbered line around each poster. { $films }
# $films is a list such as "1: Heat (1995), 2: Ronin (1998)".
answer-alt-posters = Posters side by side. { $films }
answer-more = More like this …
# A button: all that is known, where the answer was brief.
answer-all = More
answer-right = Right
answer-wrong = Wrong
# Buttons: yes, it is the film that I perhaps took it for; no, it is not.
answer-yes = Yes, it is
answer-no = No, it is not
answer-keep = Keep
answer-keep-film = Keep this film
answer-show = Show to all
answer-queue =
    { $ahead ->
        [one] A lot is being asked just now: { $ahead } question is before yours.
       *[other] A lot is being asked just now: { $ahead } questions are before yours.
    }
verdict-right = Noted as right; thank you!
verdict-wrong = Noted as wrong; thank you, that helps.
verdict-too-old = That answer is so old that I have forgotten it, but thank you!
perhaps-thanks = Noted, thank you!
perhaps-not-yours = Only who asked can tell me whether it is that film.
page-previous = Previous
page-next = Next
page-no-more = There are no further neighbours.

## Films: /film

cmd-film = film
cmd-film-description = Show a film and the posters nearest to its own.
cmd-film-option-title = title
cmd-film-option-title-description = The film's title; type and choose.
film-no-genre = No genre on file
film-unseen = I know this film, but I have not seen its poster yet.
film-runtime = { $minutes } min
film-trailer = Trailer
# names is a list
film-by = By { $names }
film-with = With { $names }
# country is a code, such as DE
film-stream = Streaming ({ $country }): { $names }
# A film's pictures one after another: "Picture 2 of 5", on a button as well.
film-picture = Picture { $number } of { $pictures }
film-picture-gone = That picture is not there any more.
film-not-found = I know no film called “{ $typed }”.
film-not-found-but = I know no film called “{ $typed }”. Did you mean { $film }?
film-which = Which “{ $typed }” do you mean?
film-which-note = Several films are called that, and are about as well known

## /privacy: what is kept about a member; only they see it

cmd-privacy = privacy
cmd-privacy-description = What I keep about you, how to get it and how to erase it.
privacy-title = Your data
privacy-kept = What I keep
privacy-kept-questions = Each question: your Discord id, when and in which channel you asked, a checksum of the picture, which films I answered with, how sure I was and how long it took.
privacy-kept-feedback = Whether you called an answer right or wrong, and your yes or no to a film that I was not sure of.
privacy-kept-games = The games you played: the name you had then, what you guessed, your points; and what you guessed at daily posters.
privacy-kept-films = The films, watchlists, presets and movie nights that you added, the films that you imported, that you cannot come to a night, and your stars for its film, with your id.
privacy-kept-promises = While I work on an answer: a key from Discord with which I can still tell you if I am restarted meanwhile. It does not say who you are, and is good for 15 minutes.
privacy-not-kept = What I do not keep
privacy-not-kept-pictures = Your pictures: they are looked at and forgotten, and so is what I read in them. One that I do not recognise stays in memory for two minutes at most, so that I can read its title.
privacy-not-kept-messages = What you write: I do not even receive it, unless you send it to me with a command or mention me.
privacy-not-kept-heard = What you write: I receive it, look in the thread of a game for answers to its round, and keep those answers alone.
privacy-how-long = For how long
privacy-retention =
    { $days ->
        [one] Questions and what was said about their answers: { $days } day, then they are deleted by themselves.
       *[other] Questions and what was said about their answers: { $days } days, then they are deleted by themselves.
    }
privacy-for-ever = Questions and what was said about their answers: until you erase them.
privacy-until = Games and lists: until you erase them.
# Buttons, at most 80 characters
privacy-export = My data
privacy-forget = Forget me
privacy-exported =
    { $rows ->
        [0] I keep nothing about you; the file says so.
        [one] All that I keep about you: { $rows } entry.
       *[other] All that I keep about you: { $rows } entries.
    }
privacy-sure = **Shall I forget you?** This cannot be undone.
    Your questions, ratings, own lists, presets and guesses at daily posters will be deleted. In games that you played, a player without a name stands in your place, so that the others keep the scores they have; you vanish from the leaderboards. Films that you put on a server's list stay there without your name.
# A button
privacy-erase = Yes, erase it all
privacy-in-a-game = You are in a game that is not over; leave it or see it to its end, then press again.
privacy-erased =
    { $rows ->
        [0] There was nothing to erase: I keep nothing about you.
        [one] Done: { $rows } entry was erased. I know nothing about you any more.
       *[other] Done: { $rows } entries were erased. I know nothing about you any more.
    }

## /about: what Marquee is; only who asked sees it

cmd-about = about
cmd-about-description = What Marquee is, what it knows and from whom.
about-what = Attach a movie poster with `/match`: I tell you which film it is, or whose posters are nearest, the era it looks like and its genres.
# $since is a time that Discord writes itself, such as "3 hours ago"
about-running = Started { $since }.
about-films =
    { $films ->
        [one] I know the poster of { $films } film.
       *[other] I know the posters of { $films } films.
    }
# $names are technical names, such as "poster-lite, vgg16"
about-encoders =
    { $n ->
        [one] Encoder: { $names }
       *[other] Encoders: { $names }
    }
about-no-encoders = My catalogue cannot be reached now.
about-sources = Sources
about-licence = Licence
about-licence-text = Marquee's code is under the MIT licence. What ships with it has terms of its own, among them non-commercial use: see NOTICE beside the code.

## Matching: /match and the message command "Match this poster"

cmd-match = match
cmd-match-description = Find the films whose posters are nearest to yours.
cmd-match-option-poster = poster
cmd-match-option-poster-description = A picture of a movie poster: JPEG, PNG, WebP, GIF or AVIF.
cmd-match-option-link = link
cmd-match-option-link-description = Instead of a picture: the link of a picture that lies on Discord.
cmd-match-option-k = k
cmd-match-option-k-description = How many neighbours to show.
cmd-match-option-encoder = encoder
cmd-match-option-encoder-description = Through which eyes to look; without it, those that the server chose.
cmd-match-message = Match this poster
match-no-poster = Please attach a poster, or give me the link of a picture that lies on Discord.

## /game: guessing games with posters

cmd-game = game
cmd-game-description = Guessing games with movie posters.
cmd-game-start = start
cmd-game-start-description = Gather players and play a game.
cmd-game-stop = stop
cmd-game-stop-description = End the game here, with its scores.
cmd-game-skip = skip
cmd-game-skip-description = Skip the round that goes on here.
cmd-game-status = status
cmd-game-status-description = Show the game that goes on here.
# "Preset": options of a game, kept under a name.
cmd-game-preset = preset
cmd-game-preset-description = Options of a game under a name.
cmd-game-preset-save = save
cmd-game-preset-save-description = Keep the options of the last game here.
cmd-game-preset-list = list
cmd-game-preset-list-description = Show the presets kept here.
cmd-game-preset-delete = delete
cmd-game-preset-delete-description = Forget a preset.
cmd-game-option-kind = kind
cmd-game-option-kind-description = Which game (default: guess the film).
cmd-game-option-rounds = rounds
cmd-game-option-rounds-description = How many rounds (default: 5).
cmd-game-option-seconds = seconds
cmd-game-option-seconds-description = How long a round is open (default: 45).
cmd-game-option-answer = answer
cmd-game-option-answer-description = Whether the film is chosen or typed (default: chosen).
cmd-game-option-difficulty = difficulty
cmd-game-option-difficulty-description = The harder, the nearer the wrong choices (and the more points).
cmd-game-option-mode = mode
cmd-game-option-mode-description = What ends the game (default: the rounds).
cmd-game-option-points = points
cmd-game-option-points-description = How many points end it, where that is the mode (default: 300).
cmd-game-option-several = several
cmd-game-option-several-description = Whether all who are right score, not only the first.
cmd-game-option-teams = teams
cmd-game-option-teams-description = How many teams (default: none).
cmd-game-option-decade = decade
cmd-game-option-decade-description = Only films of one decade.
cmd-game-option-genre = genre
cmd-game-option-genre-description = Only films of one genre.
cmd-game-option-guesses = guesses
cmd-game-option-guesses-description = How many titles one may type in a round (default: 5).
cmd-game-option-known = known
cmd-game-option-known-description = How well known the films are (default: films that many know).
cmd-game-option-preset = preset
cmd-game-option-preset-description = Options that the server keeps; others given here go before.
cmd-game-option-name = name
cmd-game-option-name-description = What the preset is called.
cmd-game-kind-film = Guess the film
cmd-game-kind-year = Guess the year
cmd-game-kind-genres = Guess the genres
cmd-game-kind-odd = Odd one out
cmd-game-kind-decade = Guess the decade
cmd-game-kind-connect = Connect
cmd-game-kind-mix = A mix of all
cmd-game-answer-choice = Choose one of four
cmd-game-answer-typed = Type the title
cmd-game-difficulty-easy = Easy
cmd-game-difficulty-medium = Medium
cmd-game-difficulty-hard = Hard
cmd-game-mode-points = Most points
cmd-game-mode-first-to = First to so many points
cmd-game-mode-elimination = Elimination
cmd-game-known-blockbusters = Blockbusters
cmd-game-known-many = Films that many know
cmd-game-known-lovers = Films that film lovers know
cmd-game-known-anything = Anything

game-kind-film = Guess the film
game-kind-year = Guess the year
game-kind-genres = Guess the genres
game-kind-odd = Odd one out
game-kind-decade = Guess the decade
game-kind-connect = Connect
game-kind-mix = A mix of all games
game-difficulty-easy = easy
game-difficulty-medium = medium
game-difficulty-hard = hard

# How a game is played: short parts of a line, separated by dots.
game-rule-rounds =
    { $rounds ->
        [one] { $rounds } round
       *[other] { $rounds } rounds
    }
game-rule-first-to = first to { $points } points
game-rule-elimination = elimination: who misses is out
game-rule-seconds = { $seconds } s each
game-rule-choice = one of four
game-rule-typed = typed titles
game-rule-several = all who are right score
game-rule-known = the best known { $percent } %
# How well known the films are; also the choices of a menu.
game-known-blockbusters = blockbusters
game-known-many = films that many know
game-known-lovers = films that film lovers know
game-known-anything = any film
game-known-menu = 🎚️ How well known are the films?

# The lobby: where players gather. $game is what a kind of game is called.
game-lobby-title = 🎬 { $game }
game-lobby-host = { $host } starts the game; the lobby closes { $when }.
game-lobby-started = The game has begun.
game-lobby-closed = This lobby is closed.
game-players = Players ({ $n })
game-join = Join
# $team is "Team 1".
game-join-team = { $team }
game-leave = Leave
game-begin = Start
game-begun = The lobby is open: press Start when everybody is in.
game-again-begun = A new lobby is open.
game-joined-late = You are in! Your answers count from this round on.

# A round. $game is what a kind of game is called, $rule how long the game goes ("first to 300 points").
game-round-of = Round { $number } of { $rounds } · { $game }
game-round = Round { $number } · { $game } · { $rule }
game-ask-film = Which film is this?
game-ask-typed = Which film is this? Type its title.
game-ask-year = In which year did this film come out? The closest wins, and I guess too.
game-ask-genres = Which genres has this film? I guess too.
game-ask-odd = Three of these belong together. Which one does not?
game-ask-decade = In which decade did this film come out?
game-ask-connect = What do these four films share?
game-picture = A poster, perhaps not all of it
game-picture-four = Four posters, numbered 1 to 4
# $when is a time that Discord shows as "in 30 seconds".
game-until = ⏳ The round ends { $when }
# How many of those who play have answered, while the round goes on.
game-answered = ✋ { $n } of { $players } have answered
game-write-here = Or just write your answer here.
game-samples = These films were never made, and their posters are drawn by code: my catalogue has no pictures yet. Whoever runs me gets real ones with `marquee catalogue import-tmdb` or `import-folder`.
game-answer-title = Answer
game-answer-year = Guess the year
game-pick-genres = Choose its genres
game-hint = Hint (−{ $points })
game-skip = Skip

game-modal-title = Which film is it?
game-modal-title-label = Title
game-modal-title-help = In any language; small slips are forgiven.
game-modal-year = Which year is it?
game-modal-year-label = Year
game-modal-year-help = Four digits.

# What a player alone is told.
game-answer-right = ✅ That is right!
game-answer-wrong = ❌ Not this time.
game-answer-wrong-again =
    { $left ->
        [one] ❌ That is not it; one guess left.
       *[other] ❌ That is not it; { $left } guesses left.
    }
game-answer-near =
    { $left ->
        [one] 🔥 Close, but not it; one guess left.
       *[other] 🔥 Close, but not it; { $left } guesses left.
    }
game-answer-wrong-last = ❌ That is not it, and it was your last guess in this round.
game-answer-near-last = 🔥 Close, but not it, and it was your last guess in this round.
game-answer-kept = 📝 Your guess is in.
game-hint-cost = It takes { $points } points off a right answer.
game-hint-decade = It is from the { $value }.
game-hint-genres = Its genres: { $value }.
game-hint-genre = One of its genres is { $value }.
game-hint-letters = Its title: { $value }
game-hint-years = It came out within { $value }.
game-hint-count =
    { $value ->
        [one] It has { $value } genre.
       *[other] It has { $value } genres.
    }
# $value is the number of a poster.
game-hint-out = It is not number { $value }.
# $value is a film.
game-hint-not-film = It is not { $value }.
game-skip-vote =
    { $needed ->
        [one] You voted to skip: { $votes } of { $needed } vote needed.
       *[other] You voted to skip: { $votes } of { $needed } votes needed.
    }
game-skip-done = The round is skipped.
game-stop-done = The game is over.

# What was right. $film is a title, mostly with its year.
game-truth-film = It was **{ $film }**
game-truth-year = **{ $film }** came out in **{ $year }**
game-truth-genres = **{ $film }**: **{ $genres }**
game-truth-odd = The odd one out was number **{ $place }**: **{ $film }**
game-truth-odd-why = The others share { $genres }
# $decade is what a decade is called, as in "1990s"
game-truth-decade = **{ $film }**: **{ $decade }**
game-truth-decade-own = I would have said: { $decade }
# $link is a genre or a decade
game-truth-connect = They share: **{ $link }**
game-truth-connect-films = { $film1 } · { $film2 } · { $film3 } · { $film4 }

# What a round brought a player. $mark is a sign, $said what they answered.
game-line = { $mark } **{ $name }** +{ $points } · { $said }
game-line-streak = 🔥 { $streak } in a row: +{ $points }
game-line-marquee = 🤖 **Marquee** +{ $points } · { $said }
game-said-nothing = no answer
game-said-right = after { $seconds } s
game-said-place = number { $place }
game-said-year =
    { $off ->
        [0] { $year }, to the year
        [one] { $year }, { $off } year off
       *[other] { $year }, { $off } years off
    }
game-skipped = ⏭️ This round was skipped; it brings nobody anything.
game-scoreboard = Scores
game-score = { $mark } { $name } · **{ $points }**
game-score-out = out in round { $round }
game-score-streak = 🔥 { $streak } in a row
game-score-team = { $mark } { $rank }. { $team } · **{ $points }** ({ $names })
game-team = Team { $number }
game-more = … and { $n } more
game-next = The next round comes { $when }.

# The end. $names is one name or several.
game-over-won =
    { $n ->
        [one] 🏆 { $names } wins!
       *[other] 🏆 { $names } win!
    }
game-over = 🏁 The game is over
game-over-nobody = 🏁 The game is over: nobody scored
game-stopped = The game was stopped.
game-own-record =
    { $rounds ->
        [one] Marquee played along in { $rounds } round: { $won } won, { $points } points.
       *[other] Marquee played along in { $rounds } rounds: { $won } won, { $points } points.
    }
game-again = Play again
game-waiting = I cannot reach my films just now; I keep trying.
game-gave-up-unavailable = I cannot reach my films, so the game ends here; please try again later.
game-gave-up-no-films = There are no more films that fit, so the game ends here.
game-gave-up-none-fit = Too few films fit these options; please start again with fewer limits.
game-gave-up-broken = Something went wrong on my side and has been noted; the game ends here.
# Sent to the host in private.
game-gave-up-forbidden = I may not post in { $channel } any more, so your game there has ended; its points are kept.

# Why something does not count, or cannot be done.
game-refused-running = A game goes on in this channel already; `/game status` shows it.
game-refused-none = No game goes on in this channel; `/game start` begins one.
game-refused-place = I can play only where I am a member: in a server that has added me, or in a direct message to me.
# $missing is a list of permissions.
game-refused-permissions = I cannot play here before a moderator allows me to { $missing }.
game-permission-view-channel = see this channel
game-permission-send-messages = send messages
game-permission-attach-files = attach files
game-refused-options = These options do not go together; please check them.
# $host is the member who began the game.
game-refused-host = Only { $host } or a moderator can do that.
game-refused-nobody = Nobody has joined yet.
game-refused-not-in = You are not in this game.
game-refused-started = The game has begun already.
game-refused-over = That game is over; `/game start` begins another.
game-refused-stranger = You are not in this game yet. Join, then answer!
game-refused-late-join = You cannot join any more: somebody may be out already. The next game is yours!
game-refused-out = You are out of this game; thank you for watching.
game-refused-answered = Your answer to this round is in already.
game-refused-tries = You have no guesses left in this round.
game-refused-late = Too late: that round is over.
game-refused-empty = There was nothing in your answer.
game-refused-year = Please type a year of four digits, such as 1994.
game-refused-none-left = There are no more hints in this round.

game-preset-saved = The options of the last game here are kept as **{ $name }**.
game-preset-deleted = **{ $name }** is forgotten.
game-preset-none = No presets are kept here yet; after a game, `/game preset save` keeps its options.
game-preset-no-game = No game was played in this channel yet whose options I could keep.
game-preset-unknown = There is no preset called **{ $name }** here.
game-preset-not-yours = Somebody else keeps that preset; they or a moderator can change it.
game-preset-full =
    { $most ->
       *[other] There are { $most } presets already; delete one first.
    }

## /daily: the poster of the day

cmd-daily = daily
cmd-daily-description = One poster a day for the server: name it in six pictures.
daily-title = 🖼️ Daily poster · { $day }
daily-ask = Which film is this? Picture { $step } of { $steps }; each wrong title shows more.
# Buttons
daily-guess = Guess
daily-more = Show more
daily-give-up = Give up
daily-share = Share
daily-won = ✅ It is **{ $film }**!
daily-lost = It was **{ $film }**.
# What the squares say, one word each, in a list.
daily-word-wrong = wrong
daily-word-near = close
daily-word-more = saw more
daily-word-right = right
daily-words-solved = Named at picture { $step } of { $steps }: { $tries }.
daily-words-missed = Not named in { $steps } pictures: { $tries }.
daily-streak =
    { $days ->
        [one] 🔥 { $days } day in a row · best: { $best }
       *[other] 🔥 { $days } days in a row · best: { $best }
    }
daily-players = 👥 { $players } have tried it, { $solved } have named it.
# $when is a moment that Discord shows, such as "in 5 hours"
daily-next = The next poster comes { $when }.
# What everybody sees when somebody shares theirs; $count is 1 to 6, or a dash.
daily-shared = **{ $name }** · daily poster of { $day } · **{ $count }/{ $steps }**
daily-shared-streak = 🔥 { $days } days in a row
daily-refused-shared = You have shared this one already.
daily-refused-gone = That poster is not there any more; `/daily` shows another one.
daily-refused-over = The poster of { $day } is over; `/daily` shows today’s.
daily-refused-none = I cannot find a poster for today; please try again later.

## Searching: /search

cmd-search = search
cmd-search-description = Find films by title; where CLIP is set up, also by what their posters show.
cmd-search-option-words = words
cmd-search-option-words-description = A title; where CLIP is set up, also what the poster shows: “lonely astronaut, blue”.
search-heading = Films for “{ $words }”
search-by-words = By what their posters show
search-by-title = By their titles
search-none = I found nothing for “{ $words }”.

## Comparing: /compare

cmd-compare = compare
cmd-compare-description = Tell how alike two posters are.
cmd-compare-option-first = first
cmd-compare-option-first-description = A picture of a movie poster.
cmd-compare-option-second = second
cmd-compare-option-second-description = Another one.
cmd-compare-option-first-link = first-link
cmd-compare-option-first-link-description = Instead of the first picture: the link of one that lies on Discord.
cmd-compare-option-second-link = second-link
cmd-compare-option-second-link-description = Instead of the second picture: the link of one that lies on Discord.
compare-no-first = Please attach the first poster, or give me the link of a picture that lies on Discord.
compare-no-second = Please attach the second poster, or give me the link of a picture that lies on Discord.
compare-same = Posters of the same film
compare-perhaps-same = Perhaps posters of the same film
compare-very = As alike as two posters get
compare-two-films = As alike as posters of two films get
compare-much = Very much alike
compare-somewhat = Somewhat alike
compare-little = A little alike
compare-hardly = Hardly anything in common
compare-not-posters = Not both look like movie posters
compare-alt = The two posters beside each other
compare-unknown = A poster I do not know
# Of one of the two; $film is a title with its year.
compare-perhaps = Perhaps { $film }
compare-no-poster = Does not look like a movie poster
# $era is a decade: 1990s.
compare-unknown-era = A poster I do not know, by its look of the { $era }
# $genres is a list such as "Crime and Drama".
compare-genres = Both share { $genres }.
compare-no-genre = They share no genre.
compare-years =
    { $years ->
        [0] They are from the same year.
        [one] They are { $years } year apart.
       *[other] They are { $years } years apart.
    }
compare-years-about =
    { $years ->
        [0] By their look they are from the same year.
        [one] By their look they are about { $years } year apart.
       *[other] By their look they are about { $years } years apart.
    }

## /night: a vote on the next film, then its event

cmd-night = night
cmd-night-description = A vote on the next film, then its event.
cmd-night-new = new
cmd-night-new-description = Plan a movie night: a form asks the rest.
cmd-night-vote = vote
cmd-night-vote-description = Let the channel vote on films you name.
cmd-night-watchlist = watchlist
cmd-night-watchlist-description = Let the channel vote on films of the watchlist.
cmd-night-draw = draw
cmd-night-draw-description = Let the channel vote on films by chance.
cmd-night-close = close
cmd-night-close-description = Close this channel's poll and count it.
cmd-night-cancel = cancel
cmd-night-cancel-description = Call this channel's movie night off.
cmd-night-end = end
cmd-night-end-description = End this channel's movie nights that recur.
cmd-night-option-when = when
cmd-night-option-when-description = When the film begins: 8pm, tomorrow 20:30, Friday 20:00, every Friday at 20:00.
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
cmd-night-option-film-description = Type, then choose the film.
cmd-night-option-hours = hours
cmd-night-option-hours-description = How long the poll is open (default: a day).
cmd-night-option-place = place
cmd-night-option-place-description = Where you meet, in words.
cmd-night-option-voice = voice
cmd-night-option-voice-description = The voice or stage channel where you watch.
cmd-night-option-timezone = timezone
cmd-night-option-timezone-description = A city where your clock hangs (default: the server's zone, else as last time).
cmd-night-option-several = several
cmd-night-option-several-description = Whether a member may vote for several films (default: True).
cmd-night-option-films = films
cmd-night-option-films-description = How many films to draw, 2 to 10 (default: 5).
cmd-night-option-genre = genre
cmd-night-option-genre-description = Only films of this genre.
cmd-night-option-decade = decade
cmd-night-option-decade-description = Only films of this decade.
cmd-night-option-known = known
cmd-night-option-known-description = How well known the films are (default: any).
cmd-night-choice-known-best = the best known
cmd-night-choice-known-well = well known
cmd-night-choice-known-any = any film
# What the host alone sees before the poll is sent
night-draft-title = Movie night
night-draft-open =
    { $hours ->
        [one] The poll is open for { $hours } hour
       *[other] The poll is open for { $hours } hours
    }
night-draft-several = votes for several films
night-draft-single = one vote each
night-draft-zone = { $clock } in { $zone }
night-draft-later-list = Later nights draw films from the watchlist that are not seen yet; `/night end` ends it.
night-draft-later-draw = Later nights draw their films again; `/night end` ends it.
night-repeat-weekly = Every { $day } at { $clock } ({ $zone })
night-repeat-weeks = Every { $weeks } weeks on { $day } at { $clock } ({ $zone })
night-repeat-monthly =
    { $nth ->
        [-1] The last { $day } of each month at { $clock } ({ $zone })
        [1] The first { $day } of each month at { $clock } ({ $zone })
        [2] The second { $day } of each month at { $clock } ({ $zone })
        [3] The third { $day } of each month at { $clock } ({ $zone })
       *[other] The fourth { $day } of each month at { $clock } ({ $zone })
    }
night-draft-menu = Choose other films
night-draft-send = Start the poll
night-draft-again = Draw again
night-draft-drop = Never mind
# link is the address of the poll
night-draft-sent = The poll is out: { $link }
night-draft-dropped = All right, no movie night.
night-draft-late = That draft has lain too long; please run the command again.
# Refusals and warnings, to the host alone
night-not-yours = Somebody else is planning that night; `/night` lets you plan one.
night-not-you = You may not post polls in this channel.
night-not-allowed = I may not post polls here; a moderator can allow me to send messages, create polls and read the message history in this channel.
night-no-event = I may not create events on this server, so there will only be the poll; an admin can allow me to with the permission Create Events.
# channel is a mention
night-no-voice = I may not enter { $channel }, so there will only be the poll; an admin can allow me to see it and to connect.
night-zone-unknown = I know no time zone called "{ $typed }"; please choose one of those that appear while you type, or write UTC+2.
night-when-unknown = I cannot read "{ $typed }" as a time; please write it like 8pm, tomorrow 20:30, Friday 20:00 or every Friday at 20:00.
night-when-which = "{ $typed }" can be read in more than one way. Which do you mean?
night-when-hour = At what time is "{ $typed }"?
night-when-again = Write it in other words
night-form-title = A movie night
night-form-when = When?
night-form-when-about = By the clock of { $zone }, unless you name a city.
night-form-when-example = 8pm, tomorrow 20:30, every Friday at 20:00
night-form-source = Films
night-form-source-about = What the channel votes on.
night-form-source-watchlist = Five of the watchlist, not seen yet
night-form-source-draw = Five of the catalogue, by chance
night-form-titles = Or your own films
night-form-titles-about = Two to ten titles, one a line; then nothing is drawn.
night-form-place = Where?
night-form-place-about = In words; left out, it is this channel.
# when is a date and time
night-when-past = { $when } is past; please choose a time to come.
night-when-far = { $when } is more than a year away; please choose a nearer time.
night-too-soon =
    { $hours ->
        [one] The poll needs { $hours } hour before the film begins, and that is already { $when }; please let it begin later.
       *[other] The poll needs { $hours } hours before the film begins, and that is already { $when }; please shorten the poll or let the film begin later.
    }
night-too-few-named = Please name at least two different films.
night-too-few-kept = Fewer than two films of the watchlist fit that are not seen yet; `/watchlist add` puts more on it.
night-too-few-drawn = Fewer than two films of my catalogue fit; please ask for less.
# link is the address of the other poll
night-open = This channel is voting already: { $link }
night-open-unsent = This channel is about to vote already; please try again in a moment.
night-series-open = This channel has a movie night that recurs already; `/night end` ends it.
night-series-ended = It will not recur any more. A vote that is open goes on.
night-series-none = No movie night recurs in this channel.
night-none = No vote on a film is open in this channel.
night-not-host = Only who called that night, or a moderator, can end it.
night-closed = The poll is closed; the result follows.
night-cancelled = That movie night is called off.
# What the channel sees
# host is a mention
night-call = { $host } calls a movie night: vote below!
night-call-again = It is movie night again: vote below!
night-call-few = There is no vote for { $when }: fewer than two films fit that are not seen yet. `/watchlist add` puts more on the list.
# The question of the poll: at most 300 characters, no formatting
night-question = Which film shall we watch?
# What a screen reader says of the picture; the titles follow
night-posters-alt = Posters of
# film is a title with its year
night-won =
    { $votes ->
        [one] **{ $film }** wins with { $votes } vote.
       *[other] **{ $film }** wins with { $votes } votes.
    }
# The lot decided between the films that had as many votes
night-won-by-lot =
    { $votes ->
        [one] { $films } films had { $votes } vote each, so I drew lots: **{ $film }** it is.
       *[other] { $films } films had { $votes } votes each, so I drew lots: **{ $film }** it is.
    }
# when is a date and time
night-no-votes = Nobody voted, so there is no film for { $when }. `/night` starts another vote.
night-starts = It begins { $when }.
# place is a mention or what the host wrote
night-starts-at = It begins { $when }: { $place }.
night-event-late = The time of the film had passed when the votes were counted, so there is no event.
night-event-forbidden = I may not create events here (permission Create Events), so there is none.
night-event-failed = Discord did not take the event, so there is none; a moderator can create it by hand.
# In the event; channel is a mention
night-event-about = Chosen by vote in { $channel }
# In the server's audit log
night-event-reason = The film won the vote
night-reminder = **{ $film }** begins { $when }.
night-absent = I can't come
night-absent-count = I can't come ({ $count })
night-absent-noted = Noted: you cannot come { $when }. Press again if you can after all.
night-absent-back = Good: you can come { $when } after all.
night-absent-some =
    { $count ->
        [one] { $count } member cannot come.
       *[other] { $count } members cannot come.
    }
night-over = That night is over, or was called off.
night-calendar = Calendar file
night-calendar-told = Open the file to put the night into your calendar.
night-asked = How was **{ $film }**? A star marks it as seen on the watchlist.
night-rated =
    { $count ->
        [one] ★ { $mean }, from { $count } member
       *[other] ★ { $mean }, from { $count } members
    }
night-missed = We did not watch it
night-missed-told = All right: **{ $film }** was not watched, and stays unseen.

## /leaderboard: who has the most points in the games

cmd-leaderboard = leaderboard
cmd-leaderboard-description = Who has the most points in the games.
cmd-leaderboard-option-game = game
cmd-leaderboard-option-game-description = Which game (default: all).
cmd-leaderboard-option-period = period
cmd-leaderboard-option-period-description = Since when (default: ever); a season is a quarter of the year, in UTC.
cmd-leaderboard-choice-all = all games
cmd-leaderboard-choice-film = guess the film
cmd-leaderboard-choice-year = guess the year
cmd-leaderboard-choice-genres = guess the genres
cmd-leaderboard-choice-odd = odd one out
cmd-leaderboard-choice-decade = guess the decade
cmd-leaderboard-choice-connect = connect
cmd-leaderboard-choice-week = this week
cmd-leaderboard-choice-month = this month
cmd-leaderboard-choice-season = this season
cmd-leaderboard-choice-last = last season
cmd-leaderboard-choice-ever = ever
board-title-week = Leaderboard of this week
board-title-month = Leaderboard of this month
board-title-season = Leaderboard of this season
board-title-last = Leaderboard of last season
board-title-ever = Leaderboard
# The game that the board is about
board-kind-all = All games
board-kind-film = Guess the film
board-kind-year = Guess the year
board-kind-genres = Guess the genres
board-kind-odd = Odd one out
board-kind-decade = Guess the decade
board-kind-connect = Connect
# Buttons
board-period-week = This week
board-period-month = This month
board-period-season = This season
board-period-last = Last season
board-period-ever = Ever
board-empty = Nobody has scored yet. `/game` starts a game.
# In place of a name that was forgotten
board-nobody = Somebody
# Below Marquee's own line.
board-marquee = Marquee guesses years and genres along with you, by the picture alone, and is not ranked.
board-points =
    { $points ->
        [one] { $points } point
       *[other] { $points } points
    }
board-won =
    { $rounds ->
        [one] { $rounds } round won
       *[other] { $rounds } rounds won
    }
board-page = Page { $page } of { $pages }
# date is a day, such as 2026-11-23
board-since = since { $date }, 00:00 UTC
board-from-to = { $first } to { $last }
# $names won the season before this one
board-champions = 👑 Last season: **{ $names }** · { $points } points

## /profile: a member's games, points and favourites

cmd-profile = profile
cmd-profile-description = A member's games, points and favourites.
cmd-profile-option-member = member
cmd-profile-option-member-description = Whose (default: yours).
profile-games =
    { $games ->
        [one] { $games } game played
       *[other] { $games } games played
    }
# Follows "3 games played"
profile-games-won = { $games } won
# Daily posters that the member named; how many days in a row, now
profile-posters =
    { $posters ->
        [one] { $posters } daily poster named · { $days } in a row
       *[other] { $posters } daily posters named · { $days } in a row
    }
profile-points =
    { $points ->
        [one] { $points } point
       *[other] { $points } points
    }
profile-rounds =
    { $rounds ->
        [one] { $rounds } round
       *[other] { $rounds } rounds
    }
# Follows "12 rounds"
profile-rounds-won = { $rounds } won
profile-streak =
    { $rounds ->
        [one] Best streak: { $rounds } round won in a row
       *[other] Best streak: { $rounds } rounds won in a row
    }
profile-no-games = No game played yet. `/game` starts one.
# genres is a list
profile-genres = Favourite genres: { $genres }
# How often the member called my answers to /match right or wrong
profile-verdicts = Called my answers right { $right }×, wrong { $wrong }×
# What a screen reader says of the picture
profile-avatar-alt = Avatar
