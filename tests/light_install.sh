#!/usr/bin/env bash
# The light install, by the lock, as the image has it: no torch, under 600 MB, and it answers.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
install() { "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
install --require-hashes -r requirements/build.txt
install --require-hashes --no-build-isolation -r requirements/light.txt
install --no-build-isolation --no-deps .
"$work/venv/bin/python" -m pip check
# pip's own copy is no part of what Marquee needs, yet it counts: the disk does not ask.
megabytes=$(du -sm "$work/venv" | cut -f1)
echo "light install: $megabytes MB"
test "$megabytes" -lt 600
if "$work/venv/bin/python" -c 'import torch' 2>/dev/null; then
    echo "light install: torch is in it" >&2
    exit 1
fi
# From elsewhere, so that what is imported is what was installed.
cd "$work"
"$work/venv/bin/python" -c '
from pathlib import Path
from services.samples import save_all
save_all(Path("samples"))'
"$work/venv/bin/marquee" identify --json samples/*.png > answers.jsonl
"$work/venv/bin/python" - <<'PY'
import json
from pathlib import Path

answers = [json.loads(line) for line in Path("answers.jsonl").read_text().splitlines()]
assert len(answers) == 12, len(answers)
for answer in answers:
    assert len(answer["neighbours"]) == 3, answer
    assert answer["match"] is None, answer
    assert answer["year"]["low"] <= answer["year"]["estimate"] <= answer["year"]["high"], answer
    assert len(answer["genres"]) >= 15, answer
print(f"light install: {len(answers)} posters answered")
PY
