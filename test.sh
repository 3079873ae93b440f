#!/usr/bin/env bash
# Builds and tests RushLab. Installs what is missing, starts a PostgreSQL of its own, and ends it.
set -euo pipefail
cd "$(dirname "$0")"
source cmake/setup.sh

usage() {
    cat <<'END'
./test.sh [--asan] [--tsan] [--fuzz SECONDS] [--all] [-- what ctest takes]

  (nothing)        the whole suite, optimised (preset dev)
  --asan, --tsan   instead: under the address and undefined-behaviour, or the thread sanitizer; both may be given
  --fuzz SECONDS   instead: each fuzz target for so long
  --all            what CI does: the whole suite under each sanitizer, each fuzz target for 15 s, and, optimised, what
                   runs the whole program
  -- -R kv         only the tests whose names match, for example
END
}

# The suite runs against every engine: one that is missing is a failure, not a skip.
export RUSHLAB_REQUIRE_ENGINES=1

stages=()
fuzzSeconds=15
while [ $# -gt 0 ]; do
    case $1 in
        --asan | --tsan) stages+=("${1#--}") ;;
        --fuzz)
            if ! [[ ${2:-} =~ ^[1-9][0-9]*$ ]]; then
                say "--fuzz needs whole seconds, as in: ./test.sh --fuzz 600"
                exit $exitUsage
            fi
            stages+=(fuzz)
            fuzzSeconds=$2
            shift
            ;;
        --all) stages=(program fuzz asan tsan) ;;
        --help | -h) usage && exit ;;
        --) shift && break ;;
        *)
            say "test.sh does not know '$1'."
            usage >&2
            exit $exitUsage
            ;;
    esac
    shift
done
[ ${#stages[@]} -gt 0 ] || stages=(dev)

groups=(build test)
[[ " ${stages[*]} " == *" fuzz "* ]] && groups+=(fuzz)
ensurePackages "${groups[@]}"

output=$(mktemp)
trap 'rm -f "$output"' EXIT
summary=()
failed=0

# suite STAGE [CTEST'S WORDS...]: one preset's suite, beside a PostgreSQL that ends with it. The stage `program` is what
# runs the whole program of the preset dev.
suite() {
    local stage=$1 preset=$1 targets=()
    shift
    if [ "$stage" = program ]; then
        preset=dev
        targets=(program)
        set -- -L program "$@"
    fi
    say "== $stage: build"
    build "$preset" "${targets[@]}" || return
    say "== $stage: tests"
    # Most tests wait for processes, timers and the disk: three a processor keep it busy.
    local parallel
    parallel=$(($(nproc) * 3))
    tests/support/with_postgres.sh ctest --test-dir "build/$preset" -j "$parallel" --output-on-failure \
        --no-tests=error "$@" 2>&1 | tee "$output"
}

fuzz() {
    say "== fuzz: build"
    build fuzz || return
    say "== fuzz: each target for $fuzzSeconds s"
    tests/fuzz/fuzz.sh "$fuzzSeconds" 2>&1 | tee "$output"
}

for stage in "${stages[@]}"; do
    : >"$output"
    started=$SECONDS
    verdict=""
    if [ "$stage" = fuzz ]; then fuzz || verdict=FAILED; else suite "$stage" "$@" || verdict=FAILED; fi
    [ -z "$verdict" ] || failed=1
    line=$(grep -E 'tests passed|fuzz targets' "$output" | tail -1 || true)
    summary+=("$(printf '%-7s %4d s  %s %s' "$stage" $((SECONDS - started)) "${line:-did not get as far as running}" "$verdict")")
done

printf '\n'
printf '%s\n' "${summary[@]}"
exit $failed
