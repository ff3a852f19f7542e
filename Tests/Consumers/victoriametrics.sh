#!/bin/sh
# VictoriaMetrics, vmagent and vmalert: Debian 12's 1.79, or `victoriametrics.sh new` 1.145. vmagent scrapes,
# the counts are compared, vmalert evaluates our alerts and sends them, and vmalert-tool runs their tests.
. "$(dirname "$0")/lib.sh"
case ${1:-old} in
old) debian victoria-metrics=1.79.5+ds1-2+b5 ;;
new) newer sid victoria-metrics=1.145.0+ds1-2 ;;
esac
rules=$root/dashboards/prometheus
alerts=$rules/alerts.yml
vmalert -dryRun -rule="$alerts" >dry 2>&1 || {
    grep -q 'unknown fields in rule: keep_firing_for' dry || fail "$(tail -n 1 dry)"
    said "refuses alerts.yml for its keep_firing_for; alerts-without-keep-firing.yml instead"
    alerts=$rules/alerts-without-keep-firing.yml
}
vmalert -dryRun -rule="$alerts" -rule="$rules/rules.yml" >dry 2>&1 || fail "$(tail -n 1 dry)"
said "takes $(basename "$alerts") and rules.yml"

fleet
database=$(free_port)
run victoria-metrics -storageDataPath=data -httpListenAddr="127.0.0.1:$database" -loggerLevel=ERROR \
    -search.latencyOffset=1s
await curl -sf "http://127.0.0.1:$database/health"
echo "scrape_configs: [{job_name: opus, scrape_interval: 1s, static_configs: [{targets: ['$exporter']}]}]" > scrape.yml
run vmagent -promscrape.config=scrape.yml -remoteWrite.url="http://127.0.0.1:$database/api/v1/write" \
    -remoteWrite.tmpDataPath=agent -httpListenAddr="127.0.0.1:$(free_port)" -loggerLevel=ERROR
await complete "http://127.0.0.1:$database"
said "vmagent and victoria-metrics: all $(wc -l < expected) counts are right"

# The same alerts without their waiting times.
sed 's/ for: .*/ for: 0s/' "$alerts" > hasty.yml
webhook=$(free_port)
run python3 "$here/webhook.py" "$webhook" notified
await test -e notified
run vmalert -rule=hasty.yml -rule="$rules/rules.yml" -evaluationInterval=1s \
    -datasource.url="http://127.0.0.1:$database" -remoteWrite.url="http://127.0.0.1:$database" \
    -notifier.url="http://127.0.0.1:$webhook" -httpListenAddr="127.0.0.1:$(free_port)" -loggerLevel=ERROR
await grep -q 'Installs failed on 3 clients of depot depot02.fleet.test' notified
await grep -q 'opus retry depot:depot02.fleet.test' notified
said "vmalert: OpsiInstallsFailed is sent with its text"
recorded() { curl -sfG "http://127.0.0.1:$database/api/v1/query" --data-urlencode 'query=server:opsi_clients_failed:ratio' | grep -q '"value":\[[0-9.]*,"0.1"\]'; }
await recorded
said "vmalert: server:opsi_clients_failed:ratio is recorded, 0.1"

command -v vmalert-tool >/dev/null || exit 0
cp "$rules"/*.yml .
sed -i 's/promql_expr_test/metricsql_expr_test/' tests.yml
vmalert-tool unittest -disableAlertgroupLabel --files=tests.yml > tested 2>&1 || fail "$(grep -v info tested)"
said "vmalert-tool: all of tests.yml holds, with metricsql_expr_test for promql_expr_test"
