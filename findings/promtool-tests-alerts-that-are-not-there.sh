#!/bin/sh
# promtool test rules: a test of an alert that no rule file has is passed, so one that was renamed or
# misspelt is "tested" for ever.
. "$(dirname "$0")/lib.sh"
debian prometheus=2.42.0+ds-5+deb12u1
cat > rules.yml <<'Y'
groups: [{name: opsi, rules: [{alert: OpsiUnreachable, expr: opsi_up == 0}]}]
Y
cat > tests.yml <<'Y'
rule_files: [rules.yml]
tests:
  - interval: 1m
    input_series: [{series: 'opsi_up{server="a"}', values: '0 0 0 0'}]
    alert_rule_test: [{eval_time: 2m, alertname: OpsiUnreachabel, exp_alerts: []}]
Y
seen=$(promtool test rules tests.yml 2>/dev/null | tr -d ' \n' | sed 's/.*yml//')
verdict "FAILED: no alert OpsiUnreachabel" "$seen" SUCCESS
