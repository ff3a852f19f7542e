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

# zabbix_proxy_here PACKAGE=VERSION…: unpacks Zabbix's proxy on SQLite, with these packages beside it. It
# makes its database, zabbix.db, when it first starts; what is written there then, it reads when it is
# started again with proxy.conf.
zabbix_proxy_here() {
    debian zabbix-proxy-sqlite3=1:6.0.14+dfsg-1+b1 fping=5.1-1 libltdl7=2.4.7-7~deb12u1 \
        libodbc2=2.3.11-2+deb12u1 libopenipmi0=2.0.33-1+b1 libsnmp40=5.9.3+dfsg-2+deb12u1 libwrap0=7.6.q-32 \
        libpci3=1:3.9.0-4 "$@"
    PATH=$work/usr/sbin:$PATH
    LD_LIBRARY_PATH=$work/usr/lib/x86_64-linux-gnu:$work/lib/x86_64-linux-gnu
    export LD_LIBRARY_PATH
    # Zabbix refuses ports above 32767.
    cat > proxy.conf <<C
ProxyMode=1
AllowRoot=1
Server=127.0.0.1
ListenIP=127.0.0.1
ListenPort=$((20000 + $(free_port) % 12000))
Hostname=opus
DBName=$work/zabbix.db
LogFile=$work/proxy.log
PidFile=$work/proxy.pid
SocketDir=$work
StartPingers=0
StartDiscoverers=0
StartHTTPPollers=0
FpingLocation=$work/usr/bin/fping
C
    zabbix_proxy -f -c proxy.conf >out 2>&1 &
    first=$!
    started="$first $started"
    await grep -q 'poller #1' proxy.log
    kill $first
    wait $first || true
}

# netdata_here PORT PACKAGE=VERSION…: unpacks netdata, with these packages beside it, and starts it, with
# what more.conf says of its configuration.
netdata_here() {
    port=$1
    shift
    debian netdata-core=1.37.1-2 libnetfilter-acct1=1.0.3-3 libuv1=1.44.2-1+deb12u1 "$@"
    cat > netdata.conf <<C
[directories]
  cache = $work/cache
  lib = $work/lib
  log = $work/logs
  config = $work/etc/netdata
  stock config = $work/usr/lib/netdata/conf.d
  web = $work/none
  plugins = $work/none
[global]
  run as user = $(id -un)
[web]
  bind to = 127.0.0.1:$port
[health]
  enabled = no
C
    if [ -e more.conf ]; then cat more.conf >> netdata.conf; fi
    mkdir -p cache lib logs none
    run env LD_LIBRARY_PATH="$work/usr/lib/x86_64-linux-gnu" "$work/usr/sbin/netdata" -D -c netdata.conf
}

# verdict EXPECTED SEEN WAS: holds as long as what is seen is what was seen when this was written.
verdict() {
    echo "expected: $1"
    echo "seen:     $2"
    [ "$2" = "$3" ] || { echo "changed: it was: $3"; exit 1; }
    echo "holds"
}
