# For the scripts beside it: a folder that is gone afterwards, pinned packages in it, and a verdict.
set -eu
work=$(mktemp -d)
started=""
# What was started last ends first: a server before its database.
trap 'for process in $started; do kill "$process" 2>/dev/null || true; wait "$process" 2>/dev/null || true; done
    rm -rf "$work"' EXIT
cd "$work"

# debian PACKAGE=VERSION…: unpacks Debian packages beside the system.
debian() {
    for package in "$@"; do apt-get download -q "$package" >/dev/null 2>&1 || missing "$package"; done
    for file in ./*.deb; do dpkg -x "$file" "$work"; done
    PATH="$work/usr/bin:$PATH"
}

# newer RELEASE PACKAGE=VERSION…: as `debian`, from a release of Debian newer than this machine's.
newer() {
    if [ ! -e apt.conf ]; then
        site=$(apt-get indextargets --format '$(SITE)' | grep -v security | head -n 1)
        cache=${TMPDIR:-/tmp}/opus-debian-$1-$(id -u)
        mkdir -p "$cache/lists/partial" "$cache/cache/archives/partial"
        keys=/usr/share/keyrings/debian-archive-keyring.gpg
        echo "deb [signed-by=$keys] $site $1 main" > "$cache/sources.list"
        cat > apt.conf <<C
Dir::State::Lists "$cache/lists";
Dir::Cache "$cache/cache";
Dir::Etc::SourceList "$cache/sources.list";
Dir::Etc::SourceParts "-";
C
        APT_CONFIG=$PWD/apt.conf
        export APT_CONFIG
        apt-get update -qq >/dev/null 2>&1 || missing "Debian's list of packages"
    fi
    shift
    debian "$@"
}

# pypi PACKAGE==VERSION…: installs Python packages; `python` is then theirs.
pypi() {
    python3 -m venv "$work/python"
    "$work/python/bin/pip" install -q "$@" >/dev/null 2>&1 || missing "$*"
    PATH="$work/python/bin:$PATH"
}

missing() { echo "can't install $1: nothing was tried" >&2; exit 2; }

# run COMMAND…: starts a server that ends with the script.
run() { "$@" >>log 2>&1 & started="$! $started"; }

# await COMMAND…: until it succeeds, half a minute at most.
await() {
    for _ in $(seq 150); do "$@" >/dev/null 2>&1 && return 0; sleep 0.2; done
    echo "waited in vain for: $*" >&2; exit 1
}

# free_port: a port that was free a moment ago.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# verdict EXPECTED SEEN WAS: holds as long as what is seen is what was seen when this was written.
verdict() {
    echo "expected: $1"
    echo "seen:     $2"
    [ "$2" = "$3" ] || { echo "changed: it was: $3"; exit 1; }
    echo "holds"
}
