"""`marquee catalogue import-tmdb` against a misbehaving TMDB, killed and restarted.

python -m benchmarks.tmdb_import [--films 10000] [--kills 3] [--faulty 0.08] [--seed 1]

An undisturbed import first, from a server that behaves; then one from a server that does not, with
SIGKILL at random moments. Both must end with the same catalogue, and no poster may be asked for
that was stored already: else the exit status is 1.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.catalogue.sources.helpers import catalogue, kill_and_restart, watch_store
from tests.catalogue.sources.stand_in import StandIn, make_films


async def compare(films: int, kills: int, faulty: float, seed: int, folder: Path) -> bool:
    known = make_films(films)
    calm, disturbed = folder / "calm", folder / "disturbed"
    async with StandIn(known) as server:
        started = time.perf_counter()
        await kill_and_restart(server, calm, (), "import-tmdb")
        calm_s = time.perf_counter() - started
    expected = await catalogue(calm)
    chance = random.Random(seed)
    kill_at = sorted(chance.sample(range(films // 20, films * 4 // 5), kills))
    async with StandIn(known, faulty=faulty, seed=seed) as server:
        watch_store(server, disturbed)
        started = time.perf_counter()
        printed, killed = await kill_and_restart(server, disturbed, kill_at, "import-tmdb")
        disturbed_s = time.perf_counter() - started
    found = await catalogue(disturbed)
    posters = sum(row[-1] is not None for row in found)
    left = list((disturbed / "posters" / ".partial").iterdir())
    asked = {name: count for name, count in server.asked.items() if name.startswith("/t/")}
    print(printed)
    print(f"undisturbed: {len(expected):,} of {films:,} films in {calm_s:.0f} s")
    print(f"disturbed: {len(found):,} films, {posters:,} posters in {disturbed_s:.0f} s")
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"most memory that an import took: {megabytes:.0f} MB")
    print(f"SIGKILL {killed} times, at posters {kill_at}; half-written files left: {len(left)}")
    print(f"faults: {dict(server.faults.most_common())}")
    print(f"questions for posters: {sum(asked.values()):,} for {len(asked):,} addresses")
    print(f"posters asked for although stored: {len(server.fetched_again)}")
    print(f"questions to the picture server with the key: {len(server.leaks)}")
    print(f"the same catalogue: {found == expected}")
    return (
        found == expected
        and killed == kills
        and not server.fetched_again
        and not server.leaks
        and len(found) > 0
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--faulty", type=float, default=0.08)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        good = asyncio.run(
            compare(given.films, given.kills, given.faulty, given.seed, Path(folder))
        )
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
