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
