#!/bin/sh
# Prometheus 3: scrapes the exporter with its own defaults (names in UTF-8, native histograms on), and
# evaluates our alerts and their tests.
. "$(dirname "$0")/lib.sh"
newer sid prometheus=3.5.3+ds1-6 promtool=3.5.3+ds1-6
promtool --version 2>&1 | grep -q "version 3.5.3" || fail "another promtool"
rules=$root/dashboards/prometheus
promtool check rules "$rules/alerts.yml" "$rules/rules.yml" > checked 2>&1 || fail "$(cat checked)"
promtool test rules "$rules/tests.yml" > tested 2>&1 || fail "$(cat tested)"
said "promtool: alerts.yml and rules.yml pass, all of tests.yml holds"
fleet
curl -s "http://$exporter/metrics" | promtool check metrics > linted 2>&1 || fail "$(cat linted)"
[ ! -s linted ] || said "promtool check metrics: $(cat linted)"
port=$(free_port)
cat > prometheus.yml <<Y
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [hasty.yml, $rules/rules.yml]
scrape_configs: [{job_name: opus, static_configs: [{targets: ['$exporter']}]}]
Y
sed 's/ for: .*/ for: 0s/' "$rules/alerts.yml" > hasty.yml
run prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address="127.0.0.1:$port"
await complete "http://127.0.0.1:$port"
said "all $(wc -l < expected) counts are right"
fires() { curl -sf "http://127.0.0.1:$port/api/v1/alerts" | grep -q 'Installs failed on 3 clients of depot depot02.fleet.test'; }
await fires
said "OpsiInstallsFailed fires with its text"
curl -sf "http://127.0.0.1:$port/api/v1/targets" | grep -q '"health":"up","scrapeInterval"' || fail "the target is not up"
said "metadata of opsi_rpc_duration_seconds: $(curl -sf "http://127.0.0.1:$port/api/v1/metadata?metric=opsi_rpc_duration_seconds" | sed 's/.*"type":"\([a-z]*\)".*/\1/')"
