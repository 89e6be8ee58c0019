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
