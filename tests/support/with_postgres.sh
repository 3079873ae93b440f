#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: a cluster in a temporary folder, on a free port of the loopback interface.
#
#     tests/support/with_postgres.sh ctest --test-dir build/dev
#
# The command finds it in RUSHLAB_TEST_POSTGRES=postgres://user:password@127.0.0.1:port/database. Whatever happens to the
# command or to this script, the server ends with it and the folder goes. Exit: the command's own, or 69 when there is no
# PostgreSQL to start.
set -euo pipefail

say() { echo "with_postgres: $*" >&2; }

if [ $# -eq 0 ]; then
    say "usage: with_postgres.sh COMMAND [ARGUMENT]..."
    exit 64
fi

# Debian keeps the server's programs of each version in a folder of their own; the newest is taken.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$bin" ] && command -v postgres >/dev/null; then bin=$(dirname "$(command -v postgres)"); fi
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
    say "PostgreSQL's server is not installed; on Debian: apt-get install postgresql"
    exit 69
fi

# PostgreSQL refuses to run as root. The server ends when this script does, even by SIGKILL.
as_server=(setpriv --pdeathsig INT)
if [ "$(id -u)" -eq 0 ]; then
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    as_server=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups --pdeathsig INT)
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/rushlab-postgres.XXXXXX")
server=
stop() {
    trap - EXIT INT TERM HUP
    if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
        kill -INT "$server" 2>/dev/null || true  # breaks its connections, then ends in good order
        for _ in $(seq 100); do
            kill -0 "$server" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$server" 2>/dev/null || true
    fi
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s\n' "$password" >"$folder/password"
[ "$(id -u)" -ne 0 ] || chown -R "$user" "$folder"
cd "$folder"  # a folder that the server's user may enter
if ! "${as_server[@]}" "$bin/initdb" --pgdata="$folder/data" --username=rushlab --pwfile="$folder/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1; then
    cat "$folder/initdb.log" >&2
    say "the cluster could not be made in $folder"
    exit 69
fi

# A port is free when the server could bind it: one that is taken is passed over. What it writes is thrown away with its
# folder, and need not wait for a disk that builds and other tests keep busy.
start() {
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
    "${as_server[@]}" "$bin/postgres" -D "$folder/data" -p "$port" -h 127.0.0.1 -k "$folder" \
        -c max_connections=200 -c log_min_messages=fatal -c fsync=off -c full_page_writes=off >"$folder/server.log" 2>&1 &
    server=$!
    for _ in $(seq 300); do
        kill -0 "$server" 2>/dev/null || return 1
        if PGPASSWORD=$password "$bin/psql" -h 127.0.0.1 -p "$port" -U rushlab -d postgres -qAtc 'SELECT 1' \
            >/dev/null 2>&1; then
            return 0
        fi
        sleep 0.1
    done
    return 1
}
started=no
for _ in 1 2 3 4 5; do
    if start; then
        started=yes
        break
    fi
    kill -KILL "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
done
if [ "$started" = no ]; then
    cat "$folder/server.log" >&2
    say "the server did not answer"
    exit 69
fi

cd "$OLDPWD"
export RUSHLAB_TEST_POSTGRES="postgres://rushlab:$password@127.0.0.1:$port/postgres"
# In the background, so that a signal to this script is answered at once; the command keeps its standard input.
"$@" <&0 &
command=$!
trap 'kill -TERM "$command" 2>/dev/null || true; exit 143' INT TERM HUP
status=0
wait "$command" || status=$?
exit "$status"
