#!/bin/sh
# netdata, as Debian has it: without go.d.plugin, in which upstream reads the Prometheus format. Its StatsD
# server takes the numbers from a line of awk.
. "$(dirname "$0")/lib.sh"
fleet
statsd=$(free_port)
cat > more.conf <<C
[db]
  mode = ram
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
netdata_here "$(free_port)"
if find "$work" -name go.d.plugin | grep -q .; then fail "it has go.d.plugin: use that"; fi
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
