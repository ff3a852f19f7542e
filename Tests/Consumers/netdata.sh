#!/bin/sh
# netdata, as Debian has it: without go.d.plugin, in which upstream reads the Prometheus format. Its StatsD
# server takes the numbers from a line of awk.
. "$(dirname "$0")/lib.sh"
debian netdata-core=1.37.1-2 libnetfilter-acct1=1.0.3-3 libuv1=1.44.2-1+deb12u1
LD_LIBRARY_PATH=$work/usr/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
if find "$work" -name go.d.plugin | grep -q .; then fail "it has go.d.plugin: use that"; fi
fleet
port=$(free_port)
statsd=$(free_port)
cat > netdata.conf <<C
[directories]
  cache = $work/cache
  lib = $work/lib
  log = $work/logs
  config = $work/etc/netdata
  stock config = $work/usr/lib/netdata/conf.d
  web = $work/none
  plugins = $work/none
[db]
  mode = ram
[global]
  run as user = $(id -un)
[web]
  bind to = 127.0.0.1:$port
[health]
  enabled = no
[statsd]
  bind to = udp:127.0.0.1:$statsd tcp:127.0.0.1:$statsd
[plugins]
  proc = no
  cgroups = no
  tc = no
  diskspace = no
  idlejitter = no
  timex = no
C
mkdir -p cache lib logs none
run "$work/usr/sbin/netdata" -D -c netdata.conf
await curl -sf "http://127.0.0.1:$port/api/v1/info"
feed() {
    curl -s "http://$exporter/metrics?name[]=opsi_clients_failed" \
        | awk -F '[{}" ]' '/^opsi_/ { for (i = 1; i <= NF; i++) if ($i ~ /depot=$/) print $1 "." $(i + 1) ":" $NF "|g" }' \
        | python3 -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1]))).sendall(sys.stdin.buffer.read())' "$statsd"
}
shown() {
    feed
    curl -sf "http://127.0.0.1:$port/api/v1/allmetrics?format=json" | python3 -c '
import json, sys
for chart, content in json.load(sys.stdin).items():
    if "opsi" in chart:
        print(chart, *(dimension["value"] for dimension in content["dimensions"].values()))' > shown
    grep 'depot02' shown | grep -q ' 3'
}
await shown
said "StatsD: $(grep depot02 shown | head -n 1)"
