#!/bin/sh
# Zabbix's preprocessing over the exporter's real body. A server needs a database server; its proxy runs
# the same preprocessing on SQLite, into which the items are written that a server would send it.
. "$(dirname "$0")/lib.sh"
debian zabbix-proxy-sqlite3=1:6.0.14+dfsg-1+b1 fping=5.1-1 libltdl7=2.4.7-7~deb12u1 \
    libodbc2=2.3.11-2+deb12u1 libopenipmi0=2.0.33-1+b1 libsnmp40=5.9.3+dfsg-2+deb12u1 libwrap0=7.6.q-32 \
    libpci3=1:3.9.0-4
PATH=$work/usr/sbin:$PATH
LD_LIBRARY_PATH=$work/usr/lib/x86_64-linux-gnu:$work/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
fleet
# Zabbix refuses ports above 32767.
cat > proxy.conf <<C
ProxyMode=1
AllowRoot=1
Server=127.0.0.1
ListenIP=127.0.0.1
ListenPort=$((20000 + $(free_port) % 12000))
Hostname=opus
DBName=$work/zabbix.db
LogFile=$work/proxy.log
PidFile=$work/proxy.pid
SocketDir=$work
StartPingers=0
StartDiscoverers=0
StartHTTPPollers=0
FpingLocation=$work/usr/bin/fping
C
# It makes its database when it first starts; items are read when it starts again.
zabbix_proxy -f -c proxy.conf >out 2>&1 &
first=$!
started="$first $started"
await grep -q 'poller #1' proxy.log
kill $first
wait $first || true
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
