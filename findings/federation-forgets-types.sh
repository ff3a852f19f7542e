#!/bin/sh
# Prometheus's /federate hands every family on as untyped and without its HELP, although the federating
# server was told both and gives them at /api/v1/metadata.
. "$(dirname "$0")/lib.sh"
debian prometheus=2.42.0+ds-5+deb12u1
mkdir www
printf '# HELP opsi_calls_total Calls.\n# TYPE opsi_calls_total counter\nopsi_calls_total 3\n' > www/metrics
target=$(free_port)
port=$(free_port)
run python3 -m http.server "$target" --bind 127.0.0.1 --directory www
cat > prometheus.yml <<Y
global: {scrape_interval: 1s}
scrape_configs: [{job_name: opus, static_configs: [{targets: ["127.0.0.1:$target"]}]}]
Y
run prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address="127.0.0.1:$port"
federated() { curl -sfG "http://127.0.0.1:$port/federate" --data-urlencode 'match[]=opsi_calls_total' | grep opsi_calls; }
await federated
known=$(curl -sf "http://127.0.0.1:$port/api/v1/metadata?metric=opsi_calls_total" | sed 's/.*"type":"\([a-z]*\)".*/\1/')
seen=$(federated | sed -n 's/# TYPE opsi_calls_total //p')
verdict "metadata: counter, federated: counter" "metadata: $known, federated: $seen" "metadata: counter, federated: untyped"
