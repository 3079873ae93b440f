# What run.sh and test.sh share: the packages that are needed, and a build that does only what is left to do.
# Sourced by bash from the project's root; does nothing by itself.

# Exit codes that mean the same in every command of RushLab.
exitUsage=64
exitUnavailable=69

say() { printf '%s\n' "$*" >&2; }

# packagesOf GROUP...: the packages of these groups in cmake/packages.txt, one a line.
packagesOf() {
    local group
    for group in "$@"; do
        sed -n "s/^$group: *//p" cmake/packages.txt | tr -s ' ' '\n'
    done
}

# missingPackages GROUP...: those of them that are not installed.
missingPackages() {
    comm -23 <(packagesOf "$@" | sort -u) \
        <(packagesOf "$@" | xargs dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null |
            sed -n 's/^installed //p' | sort -u)
}

# The word that makes apt-get root's: nothing for root, `sudo -n` where it asks nobody, otherwise this fails.
rootWord() {
    if [ "$(id -u)" = 0 ]; then
        echo env
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo sudo -n
    else
        return 1
    fi
}

# ensurePackages GROUP...: installs what is missing, or ends with one line that can be pasted.
ensurePackages() {
    if ! command -v dpkg-query >/dev/null; then
        say "RushLab is built from Debian 12's packages, and this system has no dpkg. Install what these are called here:"
        say "$(packagesOf "$@" | tr '\n' ' ')"
        say "and build it with: cmake --preset release && cmake --build --preset release"
        exit $exitUnavailable
    fi
    local missing root words
    missing=$(missingPackages "$@" | tr '\n' ' ')
    missing=${missing% }
    [ -z "$missing" ] && return
    if ! root=$(rootWord); then
        say "Packages are missing, and installing them needs root. Paste this line, then run the same command again:"
        say "sudo apt-get install -y $missing"
        exit $exitUnavailable
    fi
    say "Installing from Debian: $missing"
    words=$(mktemp)
    # shellcheck disable=SC2086  # the lists are words
    if ! { $root apt-get -qq update &&
        $root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing; } \
        </dev/null >"$words" 2>&1; then
        cat "$words" >&2
        rm -f "$words"
        say "apt-get could not install them (its own words are above). Once it can, this line does the same:"
        say "sudo apt-get install -y $missing"
        exit $exitUnavailable
    fi
    rm -f "$words"
}

# As many compilations at once as there are processors, but no more than memory holds (about 1 GiB each).
compileJobs() {
    local processors memory
    processors=$(nproc)
    memory=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo)
    [ "${memory:-0}" -ge 1 ] || memory=1
    echo $((processors < memory ? processors : memory))
}

# Warnings are errors on the system whose compilers are known; elsewhere a new warning must not stop anybody.
warningsAreErrors() {
    if grep -qs '^VERSION_ID="12"' /etc/os-release && grep -qs '^ID=debian' /etc/os-release; then echo ON; else echo OFF; fi
}

# build PRESET [TARGET...]: configures where that was never done (ninja itself sees later changes), then builds.
build() {
    local preset=$1 strict words
    shift
    strict=$(warningsAreErrors)
    if ! [ -f "build/$preset/build.ninja" ] ||
        ! grep -qs "^RUSHLAB_WERROR:BOOL=$strict$" "build/$preset/CMakeCache.txt"; then
        words=$(mktemp)
        if ! cmake --preset "$preset" -DRUSHLAB_WERROR="$strict" >"$words" 2>&1; then
            cat "$words" >&2
            rm -f "$words"
            say "CMake could not configure the preset $preset; its own words are above."
            return 1
        fi
        rm -f "$words"
    fi
    ninja -C "build/$preset" -j "$(compileJobs)" "$@"
}
