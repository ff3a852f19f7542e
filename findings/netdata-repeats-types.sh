#!/bin/sh
# netdata's own page for Prometheus, with types=yes: a family whose series come from several places has a
# TYPE line before each of them. The text format allows one, and promtool refuses the page.
. "$(dirname "$0")/lib.sh"
debian netdata-core=1.37.1-2 libnetfilter-acct1=1.0.3-3 libuv1=1.44.2-1+deb12u1 prometheus=2.42.0+ds-5+deb12u1
port=$(free_port)
cat > netdata.conf <<C
[directories]
  cache = $work/cache
  lib = $work/lib
  log = $work/logs
  config = $work/etc/netdata
  stock config = $work/usr/lib/netdata/conf.d
  web = $work/none
  plugins = $work/none
[global]
  run as user = $(id -un)
[web]
  bind to = 127.0.0.1:$port
[health]
  enabled = no
C
mkdir -p cache lib logs none
LD_LIBRARY_PATH=$work/usr/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
run "$work/usr/sbin/netdata" -D -c netdata.conf
unset LD_LIBRARY_PATH
page() {
    curl -sf "http://127.0.0.1:$port/api/v1/allmetrics?format=prometheus&types=yes" > page
    grep -q '^# TYPE netdata_netdata_server_cpu' page
}
await page
most=$(sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' page | sort | uniq -c | awk '$1 > 1 { repeated = 1 } END { print repeated ? "several" : "one" }')
if promtool check metrics < page 2>&1 | grep -q 'error while linting'; then checked=refuses; else checked=takes; fi
verdict "TYPE lines of a family: one, promtool takes it" "TYPE lines of a family: $most, promtool $checked it" \
    "TYPE lines of a family: several, promtool refuses it"
