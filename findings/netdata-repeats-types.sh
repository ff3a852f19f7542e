#!/bin/sh
# netdata's own page for Prometheus, with types=yes: a family whose series come from several places has a
# TYPE line before each of them. The text format allows one, and promtool refuses the page.
. "$(dirname "$0")/lib.sh"
netdata_here "$(free_port)" prometheus=2.42.0+ds-5+deb12u1
page() {
    curl -sf "http://127.0.0.1:$port/api/v1/allmetrics?format=prometheus&types=yes" > page
    grep -q '^# TYPE netdata_netdata_server_cpu' page
}
await page
most=$(sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' page | sort | uniq -c | awk '$1 > 1 { repeated = 1 } END { print repeated ? "several" : "one" }')
if promtool check metrics < page 2>&1 | grep -q 'error while linting'; then checked=refuses; else checked=takes; fi
verdict "TYPE lines of a family: one, promtool takes it" "TYPE lines of a family: $most, promtool $checked it" \
    "TYPE lines of a family: several, promtool refuses it"
