#!/bin/sh
# Zabbix's "Prometheus pattern": blanks between a label set and its value may be left out in the text
# format, and Prometheus reads them so; Zabbix then gives no value for any family of the page.
# "Prometheus to JSON" of another family on the same page works.
. "$(dirname "$0")/lib.sh"
zabbix_proxy_here prometheus=2.42.0+ds-5+deb12u1
printf '# TYPE opsi_up gauge\nopsi_up 1\n# TYPE opsi_clients gauge\nopsi_clients{depot="a"}3\n' > page
if promtool check metrics < page 2>&1 | grep -q error; then parsed=refused; else parsed=read; fi
mkdir www
cp page www/metrics
port=$(free_port)
run python3 -m http.server "$port" --bind 127.0.0.1 --directory www
python3 - "$port" <<'P'
import sqlite3
import sys

with sqlite3.connect("zabbix.db") as database:
    add = database.execute
    add("insert into hstgrp (groupid, name) values (1, 'opsi')")
    add("insert into config (configid, discovery_groupid) values (1, 1)")
    add("insert into hosts (hostid, host, name, status) values (1, 'opsi', 'opsi', 0)")
    item = "insert into items (itemid, type, hostid, name, key_, value_type, url, delay, timeout, master_itemid)"
    item += " values (?, ?, 1, ?, ?, 4, ?, ?, '9s', ?)"
    add(item, (1, 19, "page", "page", f"http://127.0.0.1:{sys.argv[1]}/metrics", "1s", None))
    step = "insert into item_preproc (item_preprocid, itemid, step, type, params) values (?, ?, 1, ?, ?)"
    for number, (name, kind, parameters) in enumerate([("pattern", 22, "opsi_up\nvalue\n"), ("json", 23, "opsi_up")], 2):
        add(item, (number, 18, name, name, "", "0", 1))
        add(step, (number, number, kind, parameters))
    for number in (1, 2, 3):
        add("insert into item_rtdata (itemid) values (?)", (number,))
P
run zabbix_proxy -f -c proxy.conf
values() {
    python3 - > values <<'P'
import sqlite3

query = "select name, state from proxy_history join items using (itemid) where name <> 'page' order by id"
found = dict(sqlite3.connect("zabbix.db").execute(query))
print(*(f"{name} {'refused' if found[name] else 'read'}" for name in ("pattern", "json")), sep=", ")
P
    [ -s values ]
}
await values
verdict "promtool read, pattern read, json read" "promtool $parsed, $(cat values)" \
    "promtool read, pattern refused, json read"
