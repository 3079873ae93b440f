#!/usr/bin/env bash
# Runs each fuzz target for so many seconds: tests/fuzz/fuzz.sh SECONDS [NAME...]. Build them first: ./test.sh --fuzz does.
# What an input breaks is kept in build/fuzz/found, and what was learnt in build/fuzz/corpus; the count of executions is told.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:?"the seconds for each target are missing, as in: tests/fuzz/fuzz.sh 30"}
shift
programs=build/fuzz/tests/fuzz
found=build/fuzz/found
mkdir -p "$found"

if [ $# = 0 ]; then
    for program in "$programs"/fuzz_*; do
        [ -f "$program" ] && [ -x "$program" ] && set -- "$@" "${program##*/fuzz_}"
    done
fi
if [ $# = 0 ]; then
    echo "There is no fuzz target in $programs: build them with ./test.sh --fuzz SECONDS" >&2
    exit 1
fi

# One target in the background; its words go to a file that is shown when it ends.
start() {
    local name=$1 learnt=build/fuzz/corpus/$1
    mkdir -p "$learnt"
    local corpora=("$learnt")
    [ -d "tests/fuzz/corpus/$name" ] && corpora+=("tests/fuzz/corpus/$name")
    timeout --kill-after=10 $((seconds + 120)) "$programs/fuzz_$name" -max_total_time="$seconds" -timeout=20 \
        -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 -artifact_prefix="$found/$name-" "${corpora[@]}" \
        >"$found/$name.log" 2>&1
}

failed=0
total=0
running=()
collect() {
    local name=$1 process=$2 executions status=0
    wait "$process" || status=$?
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found/$name.log" | tail -1)
    total=$((total + ${executions:-0}))
    if [ $status = 0 ] && [ -n "$executions" ]; then
        printf '  %-24s %12d executions, nothing found\n' "$name" "$executions"
    else
        failed=$((failed + 1))
        printf '  %-24s FAILED (status %d): its last words follow, the input is in %s\n' "$name" "$status" "$found"
        tail -40 "$found/$name.log"
    fi
}

# Two at once: there are two processors where this must be quick.
for name in "$@"; do
    start "$name" &
    running+=("$name:$!")
    if [ ${#running[@]} = 2 ]; then
        collect "${running[0]%:*}" "${running[0]#*:}"
        running=("${running[@]:1}")
    fi
done
for entry in "${running[@]}"; do collect "${entry%:*}" "${entry#*:}"; done

echo "$# fuzz targets for $seconds s each: $total executions, $failed failed"
[ $failed = 0 ]
