#!/bin/sh
# Zabbix's preprocessing over the exporter's real body. A server needs a database server; its proxy runs
# the same preprocessing on SQLite, into which the items are written that a server would send it.
. "$(dirname "$0")/lib.sh"
zabbix_proxy_here
fleet
python3 "$here/zabbix.py" fill zabbix.db "http://$exporter/metrics"
run zabbix_proxy -f -c proxy.conf
values() {
    python3 "$here/zabbix.py" read zabbix.db counted > values
    LC_ALL=C sort -o counted counted
    cmp -s expected counted && [ "$(wc -l < values)" = 6 ]
}
await values
said "Prometheus to JSON: all $(wc -l < expected) counts are right"
sed 's/^/    /' values
cmp -s values - <<V || fail "other values than those"
a label of a family: version $(sed -n 's/.*version=\(0[0-9.]*\).*/\1/p' exporter.log | head -n 1)
a name with quotes and a backslash: 6
a reason that did not occur: 0
a sum over depots: 60
one depot: 3
opsi is up: 1
V
