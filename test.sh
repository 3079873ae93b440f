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
  --all            what CI does: optimised, what runs the whole program; each fuzz target for 15 s; the suite under each
                   sanitizer
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
command -v npm >/dev/null || ensurePackages node

output=$(mktemp)
buildWords=$(mktemp)
trap 'rm -f "$output" "$buildWords"' EXIT
summary=()
failed=0

# The stage `program` is what runs the whole program of the preset dev.
presetOf() { if [ "$1" = program ]; then echo dev; else echo "$1"; fi; }

buildStage() {
    local targets=()
    [ "$1" != program ] || targets=(program)
    build "$(presetOf "$1")" "${targets[@]}"
}

# runStage STAGE [CTEST'S WORDS...]: beside a PostgreSQL that ends with it.
runStage() {
    local stage=$1 parallel
    shift
    if [ "$stage" = fuzz ]; then
        say "== fuzz: each target for $fuzzSeconds s"
        tests/fuzz/fuzz.sh "$fuzzSeconds"
        return
    fi
    say "== $stage: tests"
    [ "$stage" != program ] || set -- -L program "$@"
    # Many tests wait for processes, timers and the disk: two a processor keep it busy, and let each be in time.
    parallel=$(($(nproc) * 2))
    tests/support/with_postgres.sh ctest --test-dir "build/$(presetOf "$stage")" -j "$parallel" --output-on-failure \
        --no-tests=error "$@"
}

# While the tests of a stage wait, the next stage is built from what they leave of the processors.
ahead=""
startBuilding() {
    (
        renice -n 19 -p "$BASHPID" >/dev/null
        buildStage "$1"
    ) >"$buildWords" 2>&1 &
    ahead=$!
}

for ((at = 0; at < ${#stages[@]}; at++)); do
    stage=${stages[at]}
    : >"$output"
    started=$SECONDS
    verdict=""
    say "== $stage: build"
    if [ -z "$ahead" ]; then
        buildStage "$stage" || verdict=FAILED
    else
        wait "$ahead" || verdict=FAILED
        cat "$buildWords"
    fi
    [ $((at + 1)) = ${#stages[@]} ] || startBuilding "${stages[at + 1]}"
    [ -n "$verdict" ] || runStage "$stage" "$@" 2>&1 | tee "$output" || verdict=FAILED
    [ -z "$verdict" ] || failed=1
    line=$(grep -E 'tests passed|fuzz targets' "$output" | tail -1 || true)
    summary+=("$(printf '%-7s %4d s  %s %s' "$stage" $((SECONDS - started)) "${line:-did not get as far as running}" "$verdict")")
done

printf '\n'
printf '%s\n' "${summary[@]}"
exit $failed
