#!/usr/bin/env bash
# Builds RushLab where that is needed and runs it: ./run.sh [what the program `rushlab` takes].
# Without arguments: the desktop where there is a display, otherwise a flash sale with its verdict.
set -euo pipefail
cd "$(dirname "$0")"
source cmake/setup.sh

groups=(build)
[ -n "${WAYLAND_DISPLAY:-}" ] && groups+=(wayland)
ensurePackages "${groups[@]}"
build dev rushlab >&2

if [ $# = 0 ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "There is no display (DISPLAY and WAYLAND_DISPLAY are empty), so this is a flash sale of 100 units, headless."
    set -- run flash-sale --set users=1000 --set stock=100
fi
exec build/dev/app/rushlab "$@"
