# What Marquee says. One file a language; a message that a language lacks is said in English.

## The gate: who may ask what, where and how often

gate-channel = I am only allowed to answer in { $channels } on this server.
gate-no-channel = The channels where I was allowed to answer are gone; an admin can choose others with /settings.
gate-closing = I am just being restarted; please try again in a minute.
gate-stale = That button no longer works; please run the command again.
gate-games-off = Games are switched off on this server; an admin can allow them with /settings.
gate-cooldown =
    { $seconds ->
        [one] That was a lot of questions at once; please try again in { $seconds } second.
       *[other] That was a lot of questions at once; please try again in { $seconds } seconds.
    }
gate-server-cooldown =
    { $seconds ->
        [one] This server asks a lot just now; please try again in { $seconds } second.
       *[other] This server asks a lot just now; please try again in { $seconds } seconds.
    }

## Stopping

running-stopped = I was restarted before I could finish that; please try again in a minute.

## Keep this film: the button that puts a film on the watchlist

# What the button says.
keep-button = Keep this film
# film is a title with its year.
keep-done-server = **{ $film }** is on this server's watchlist now; `/watchlist show` shows it.
keep-done-own = **{ $film }** is on your watchlist now; `/watchlist show` shows it.
keep-there-server = **{ $film }** was on this server's watchlist already.
keep-there-own = **{ $film }** was on your watchlist already.
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

## Pictures that members hand over

attachment-gone = That picture was deleted before I could look at it; please post it again.
attachment-unavailable = Discord did not hand me that picture; please try again in a moment.
attachment-empty = That file is empty; please attach the poster again.
attachment-is-video = That is a video; please attach a poster as a JPEG, PNG or WebP picture.
attachment-is-audio = That is a sound file; please attach a poster as a JPEG, PNG or WebP picture.
attachment-is-text = That is a text file; please attach a poster as a JPEG, PNG or WebP picture.
attachment-is-no-picture = That is not a picture; please attach a poster as a JPEG, PNG or WebP picture.
# $size and $limit are sizes with their unit, such as "25 MB".
attachment-too-large = That picture has { $size }; I can take up to { $limit }.
attachment-none = There is no picture on that message; try it on one with a poster.
# "Match this poster" is the name of the command, cmd-match-message.
attachment-link-to-message = That is a link to a message; please copy the link of the picture itself, or hold the message and choose Apps, "Match this poster".
attachment-link-elsewhere = I only open pictures that lie on Discord (cdn.discordapp.com or media.discordapp.net); please attach the poster instead.

## /settings: what an admin decides for a server (one message with menus and buttons)

cmd-settings = settings
cmd-settings-description = Decide how Marquee behaves on this server.
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
watchlist-title-server = This server's watchlist
watchlist-title-own = Your watchlist
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
watchlist-not-yours = Somebody else asked for that list; `/watchlist show` gives you one to turn yourself.
watchlist-remove-not-yours = Only who kept that film, or a moderator, can take it off the server's watchlist.
watchlist-removed = **{ $film }** is no longer on the watchlist.
watchlist-marked-seen = **{ $film }** is marked as seen. ✅
watchlist-marked-unseen = **{ $film }** is no longer marked as seen.
watchlist-was-seen = **{ $film }** was marked as seen already.
watchlist-was-unseen = **{ $film }** was not marked as seen.

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
        [one] { $n } poster of a film that I do not know, answered with its neighbours
       *[other] { $n } posters of films that I do not know, answered with their neighbours
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
# On the member's own poster, in a picture: one short word.
answer-yours = Yours
answer-alt-asked = The poster asked about
# $films is a list such as "1: Heat (1995), 2: Ronin (1998)".
answer-alt-posters = Posters side by side. { $films }
answer-more = More like this …
answer-right = Right
answer-wrong = Wrong
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
page-previous = Previous
page-next = Next
page-no-more = There are no further neighbours.

## Films: /film

film-no-genre = No genre on file
film-unseen = I know this film, but I have not seen its poster yet.
film-not-found = I know no film called “{ $typed }”.
film-not-found-but = I know no film called “{ $typed }”. Did you mean { $film }?

## /privacy: what is kept about a member; only they see it

cmd-privacy = privacy
cmd-privacy-description = What I keep about you, how to get it and how to erase it.
privacy-title = Your data
privacy-kept = What I keep
privacy-kept-questions = Each question: your Discord id, when and in which channel you asked, a checksum of the picture, which films I answered with and how long it took.
privacy-kept-feedback = Whether you called an answer right or wrong.
privacy-kept-games = The matches you played: the name you had then, what you guessed, your points.
privacy-kept-films = The films, presets and movie nights that you added, with your id.
privacy-not-kept = What I do not keep
privacy-not-kept-pictures = Your pictures: they are looked at and forgotten.
privacy-not-kept-messages = What you write: I do not even receive it, unless you send it to me with a command.
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
    Your questions, guesses, ratings, own lists and presets will be deleted. You vanish from the leaderboards; the other players keep the scores they have. Films that you put on a server's list stay there without your name.
# A button
privacy-erase = Yes, erase it all
privacy-in-a-match = You are in a match that is not over; leave it or see it to its end, then press again.
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
about-running = Running since { $since }.
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
cmd-match-option-poster-description = A picture of a movie poster: JPEG, PNG or WebP.
cmd-match-option-link = link
cmd-match-option-link-description = Instead of a picture: the link of a picture that lies on Discord.
cmd-match-option-k = k
cmd-match-option-k-description = How many neighbours to show.
cmd-match-option-encoder = encoder
cmd-match-option-encoder-description = Through which eyes to look; without it, those that the server chose.
cmd-match-message = Match this poster
match-no-poster = Please attach a poster, or give me the link of a picture that lies on Discord.
