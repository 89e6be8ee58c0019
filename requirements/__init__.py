"""What an install takes, version by version, each file with its hashes.

`light.txt` is Marquee itself, a file named after an extra what the extra adds, `build.txt` what
packages that come as source are built with.

- *.txt: the locked versions
- lock.py, held.in: writes them; what may not be the newest
- pins.py: reads them
- audit.py: asks whether something in them is known to be vulnerable
"""
