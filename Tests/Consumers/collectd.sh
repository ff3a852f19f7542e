#!/bin/sh
# collectd reads no Prometheus format; its curl plugin finds numbers in the page by patterns.
. "$(dirname "$0")/lib.sh"
debian collectd-core=5.12.0-14
fleet
cat > collectd.conf <<C
BaseDir "$work"
PIDFile "$work/collectd.pid"
PluginDir "$work/usr/lib/collectd"
TypesDB "$work/usr/share/collectd/types.db"
Hostname "exporter"
Interval 1
LoadPlugin logfile
LoadPlugin curl
LoadPlugin csv
<Plugin logfile>
  File "$work/collectd.log"
</Plugin>
<Plugin csv>
  DataDir "$work/csv"
</Plugin>
<Plugin curl>
  <Page "opsi">
    URL "http://$exporter/metrics?name[]=opsi_up&name[]=opsi_clients_failed"
    <Match>
      Regex "opsi_up\\\\{[^}]*\\\\} ([0-9.]+)"
      DSType "GaugeLast"
      Type "gauge"
      Instance "up"
    </Match>
    <Match>
      Regex "opsi_clients_failed\\\\{[^}]*depot=\"depot02.fleet.test\"[^}]*\\\\} ([0-9.]+)"
      DSType "GaugeLast"
      Type "gauge"
      Instance "failed-depot02"
    </Match>
  </Page>
</Plugin>
C
run "$work/usr/sbin/collectd" -f -C collectd.conf
# value NAME: the last one that collectd wrote.
value() { tail -n 1 "$work"/csv/exporter/curl-opsi/gauge-"$1"-* | sed 's/.*,//; s/\.0*$//'; }
read_up() { [ "$(value up)" = 1 ]; }
read_failed() { [ "$(value failed-depot02)" = 3 ]; }
await read_up
await read_failed
said "curl: opsi_up 1, opsi_clients_failed of one depot 3"
