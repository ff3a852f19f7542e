#!/bin/sh
# A Pushgateway, for what runs from cron: opus-exporter --once, pushed by curl.
. "$(dirname "$0")/lib.sh"
debian prometheus-pushgateway=1.5.1-2+b5 prometheus=2.42.0+ds-5+deb12u1
mock --fleet "$fixtures/fleet-example.json" --now $now
port=$(free_port)
run prometheus-pushgateway --web.listen-address="127.0.0.1:$port"
await curl -sf "http://127.0.0.1:$port/-/ready"
OPUS_PASSWORD=secret "$root/.build/debug/opus-exporter" --server "$opsi" --username monitor --once opus.prom >/dev/null 2>&1
status=$(curl -s -o answer -w '%{http_code}' --upload-file opus.prom "http://127.0.0.1:$port/metrics/job/opus/instance/cron")
[ "$status" = 200 ] || fail "PUT of --once's file: $status $(cat answer)"
said "PUT /metrics/job/opus/instance/cron takes --once's file: $status"
scraper=$(free_port)
echo "{global: {scrape_interval: 1s}, scrape_configs: [{job_name: push, honor_labels: true, static_configs: [{targets: ['127.0.0.1:$port']}]}]}" > prometheus.yml
run prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address="127.0.0.1:$scraper"
await complete "http://127.0.0.1:$scraper"
said "through it, Prometheus has all $(wc -l < expected) counts"
# A later run replaces the earlier one; when none comes, the time of the last success tells.
grep -q '^opsi_exporter_last_collection_success_timestamp_seconds' opus.prom || fail "no time of the last success"
said "opsi_exporter_last_collection_success_timestamp_seconds is in the file, for OpsiDataStale"
