#!/bin/sh
# vmalert-tool unittest -disableAlertgroupLabel: an alert is one series of ALERTS, with the label
# alertgroup after all, and two, with and without it, as soon as the same test has an alert_rule_test.
. "$(dirname "$0")/lib.sh"
newer trixie victoria-metrics=1.112.0+ds1-2
echo "groups: [{name: opsi, rules: [{alert: OpsiUnreachable, expr: 'opsi_up == 0'}]}]" > rules.yml
# series [TEST]: how many series of ALERTS fired in half an hour, in which one server was down.
series() {
    cat > tests.yml <<Y
rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series: [{series: 'opsi_up{server="a"}', values: '1x2 0x9 1x20'}]
    metricsql_expr_test:
      - expr: count(max_over_time(ALERTS{alertstate="firing"}[30m]))
        eval_time: 30m
        exp_samples: [{labels: '{}', value: 0}]
${1:-}
Y
    vmalert-tool unittest -disableAlertgroupLabel --files=tests.yml 2>&1 | sed -n 's/.*got: {} \([0-9]\).*/\1/p'
}
alone=$(series)
beside=$(series '    alert_rule_test: [{alertname: OpsiUnreachable, eval_time: 8m, exp_alerts: [{exp_labels: {server: a}}]}]')
verdict "1 series, and 1 beside an alert_rule_test" "$alone series, and $beside beside an alert_rule_test" \
    "1 series, and 2 beside an alert_rule_test"
