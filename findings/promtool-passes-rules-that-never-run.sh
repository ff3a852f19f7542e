#!/bin/sh
# promtool check rules: a rule whose expression is a string passes, although its type is known, and then
# fails at every evaluation.
. "$(dirname "$0")/lib.sh"
debian prometheus=2.42.0+ds-5+deb12u1
cat > rules.yml <<'Y'
groups: [{name: opsi, interval: 1s, rules: [{alert: OpsiUnreachable, expr: '"opsi_up == 0"'}]}]
Y
if promtool check rules rules.yml >/dev/null 2>&1; then checked=passed; else checked=refused; fi
port=$(free_port)
echo 'rule_files: [rules.yml]' > prometheus.yml
run prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address="127.0.0.1:$port"
rules() { curl -sf "http://127.0.0.1:$port/api/v1/rules"; }
evaluated() { rules | grep -q '"health":"\(ok\|err\)"'; }
await evaluated
health=$(rules | sed 's/.*"health":"\([a-z]*\)".*/\1/')
verdict "check refused" "check $checked, rule $health" "check passed, rule err"
