"""What every other part of Marquee is made of; it imports none of them.

- types.py, facts.py: films, answers, neighbours; what a film's facts may be
- film_details.py: who made a film, how long it is, where it is shown
- film_keys.py: the key of a film without ids
- encoders.py: the facts of every encoder; a new one is an entry here
- errors.py: errors with a code and a sentence
- asking.py, json_log.py: who asks, from the interaction to the batch; the log as JSON
- settings.py, settings_errors.py, settings_files.py: the `MARQUEE_*` settings; what is wrong with
  them; secret ones from files
- likeness.py: in what films are alike, in one sentence
- lists/: lists of films as Letterboxd and IMDb write them into files
- tables.py, film_ids.py: the rows of any CSV; ids as lists have them
- titles/: is what somebody typed the name of this film?
- text_folding.py: texts made comparable: case, marks, articles
- foreign_json.py: JSON that somebody else wrote, read with care
"""
