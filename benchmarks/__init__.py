"""What is fast, measured against what else one would use, in one run, as ratios.

- README.md: what came out
- newcomer.py: `marquee setup` against stand-ins, from nothing to the first answer, line by line
- catalogue_build.py, tmdb_import.py: films in: time and memory; a misbehaving TMDB
- library_names.py: what names of posters are read as, beside guessit
- index_recall.py, index_scale.py: films found: beside exact search; beside other libraries
- encoder_latency.py, runtimes.py: one poster's time; what runs the encoder
- service_memory.py: a thousand requests
- serving/, results/: `make bench`, the service as a whole; what it gave
- readiness.py: from the start of a service until it is ready
- decoding.py: pictures opened in processes of their own: time, memory; pyvips
- hostile.py, kills.py: a service under attack; one that is killed, and its decoders
- lettering/: titles read on posters: weights fitted on val, what they name
- self_match.py: posters taken for their own film
- kill_bot.py: the bot killed under load, beside a Discord that outlives it
- recognition/: local features and indexes of their codes beside others; what they give away
- wild/: what people attach: named, named wrongly, how honest the doubt is
- other_things/: pictures of other things than posters: fetched, and what is said of them
- times.py: times as members write them, beside dateparser
- titles.py, decoys.py, reveals.py: typed titles; wrong answers; what a round shows at each step
"""
