#!/bin/sh
# A Prometheus that federates from the one that scrapes the exporter.
. "$(dirname "$0")/lib.sh"
debian prometheus=2.42.0+ds-5+deb12u1
fleet
below=$(free_port)
above=$(free_port)
echo "{global: {scrape_interval: 1s}, scrape_configs: [{job_name: opus, static_configs: [{targets: ['$exporter']}]}]}" > below.yml
run prometheus --config.file=below.yml --storage.tsdb.path=below --web.listen-address="127.0.0.1:$below"
cat > above.yml <<Y
global: {scrape_interval: 1s}
scrape_configs:
  - job_name: federate
    honor_labels: true
    metrics_path: /federate
    params: {'match[]': ['{job="opus"}']}
    static_configs: [{targets: ['127.0.0.1:$below']}]
Y
run prometheus --config.file=above.yml --storage.tsdb.path=above --web.listen-address="127.0.0.1:$above"
await complete "http://127.0.0.1:$above"
said "with honor_labels and match[] {job=\"opus\"}: all $(wc -l < expected) counts are right above, too"
up() { curl -sfG "http://127.0.0.1:$above/api/v1/query" --data-urlencode 'query=up{job="opus"}' | grep -q '"1"'; }
await up
said "up{job=\"opus\"} is federated, so that OpsiExporterDown sees the exporter from above"
