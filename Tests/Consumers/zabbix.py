"""The database of a Zabbix proxy: `fill DATABASE URL` writes a host with items, `read DATABASE FILE` prints
what came of them, and writes the counts to the file, as the table of expected counts has them."""
import json
import sqlite3
import sys

HTTP_AGENT, DEPENDENT = 19, 18
PATTERN, TO_JSON = 22, 23
FLOAT, TEXT = 0, 4
# The families of the table of counts.
FAMILIES = sorted({line.split("\t")[0] for line in open("expected")})
# Name, kind of the value, preprocessing step and its parameters.
ITEMS = [
    ("opsi is up", FLOAT, PATTERN, "opsi_up\nvalue\n"),
    ("one depot", FLOAT, PATTERN, 'opsi_clients_failed{depot="depot02.fleet.test"}\nvalue\n'),
    ("a sum over depots", FLOAT, PATTERN, "opsi_clients\nfunction\nsum"),
    (
        "a name with quotes and a backslash",
        FLOAT,
        PATTERN,
        'opsi_group_clients{group="B\u00fcro \\"A\\"\\\\Nord"}\nvalue\n',
    ),
    (
        "a reason that did not occur",
        FLOAT,
        PATTERN,
        'opsi_exporter_collection_errors_total{reason="unreachable"}\nvalue\n',
    ),
    ("a label of a family", TEXT, PATTERN, "opsi_exporter_build_info\nlabel\nversion"),
    # A family each: history keeps the first 65,536 characters of a text.
    *((family, TEXT, TO_JSON, family) for family in FAMILIES),
]


def fill(database, url):
    database.execute("insert into hstgrp (groupid, name) values (1, 'opsi')")
    database.execute("insert into config (configid, discovery_groupid) values (1, 1)")
    database.execute("insert into hosts (hostid, host, name, status) values (1, 'opsi', 'opsi', 0)")
    add = (
        "insert into items (itemid, type, hostid, name, key_, value_type, url, delay, timeout, master_itemid)"
        " values (?, ?, 1, ?, ?, ?, ?, ?, '9s', ?)"
    )
    database.execute(add, (1, HTTP_AGENT, "metrics", "opus.metrics", TEXT, url, "1s", None))
    for item, (name, kind, step, parameters) in enumerate(ITEMS, 2):
        database.execute(add, (item, DEPENDENT, name, f"opus[{item}]", kind, "", "0", 1))
        database.execute(
            "insert into item_preproc (item_preprocid, itemid, step, type, params) values (?, ?, 1, ?, ?)",
            (item, item, step, parameters),
        )
    for item in range(1, len(ITEMS) + 2):
        database.execute("insert into item_rtdata (itemid) values (?)", (item,))


def read(database, file):
    found = dict(
        database.execute(
            "select name, value from proxy_history join items using (itemid) where state = 0 order by id"
        )
    )
    with open(file, "w") as counts:
        for family in FAMILIES:
            for series in json.loads(found.pop(family, "[]")):
                label = "depot" if "depot" in series["labels"] else "group"
                value = series["labels"][label].replace("\\", "\\\\").replace("\t", "\\t")
                print(family, label, value, series["value"], sep="\t", file=counts)
    found.pop("metrics", None)
    for name in sorted(found):
        text = "version " + found[name] if "label" in name else found[name]
        print(f"{name}: {text}")


with sqlite3.connect(sys.argv[2], timeout=30) as opened:
    {"fill": fill, "read": read}[sys.argv[1]](opened, sys.argv[3])
