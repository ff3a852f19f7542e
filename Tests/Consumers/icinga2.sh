#!/bin/sh
# Icinga 2 itself: its daemon runs its own check command "http" against the exporter, and notifies.
. "$(dirname "$0")/lib.sh"
debian icinga2-bin=2.13.6-2+deb12u2 icinga2-common=2.13.6-2+deb12u2 libboost-context1.74.0=1.74.0+ds1-21 \
    libboost-coroutine1.74.0=1.74.0+ds1-21 libboost-filesystem1.74.0=1.74.0+ds1-21 \
    libboost-iostreams1.74.0=1.74.0+ds1-21 libboost-program-options1.74.0=1.74.0+ds1-21 \
    libboost-regex1.74.0=1.74.0+ds1-21 libboost-thread1.74.0=1.74.0+ds1-21 \
    monitoring-plugins-basic=2.3.3-5+deb12u2
LD_LIBRARY_PATH=$work/usr/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
fleet
mkdir -p cache data log run spool
cat > notify <<N
#!/bin/sh
echo "\$*" >> $work/notified
N
chmod +x notify
cat > icinga2.conf <<C
include <itl>
include <plugins>
const PluginDir = "$work/usr/lib/nagios/plugins"
const NodeName = "exporter"
object CheckerComponent "checker" { }
object NotificationComponent "notification" { }
object NotificationCommand "note" {
  command = [ "$work/notify", "\$service.name\$", "\$service.state\$", "\$service.output\$" ]
}
object User "admin" { }
object Host "opus" {
  check_command = "dummy"
  check_interval = 1s
}
template Service "opus" {
  host_name = "opus"
  check_command = "http"
  check_interval = 1s
  retry_interval = 1s
  max_check_attempts = 1
  enable_flapping = false
  vars.http_address = "127.0.0.1"
  vars.http_port = "${exporter##*:}"
}
object Service "opsi is up" {
  import "opus"
  vars.http_uri = "/metrics?name[]=opsi_up"
  vars.http_expect_body_regex = "^opsi_up\\\\{.*\\\\} 1\$\$"
}
object Service "no client failed" {
  import "opus"
  vars.http_uri = "/metrics?name[]=opsi_clients_failed"
  vars.http_expect_body_regex = "^opsi_clients_failed\\\\{.*\\\\} [1-9]"
  vars.http_invertregex = true
}
apply Notification "note" to Service {
  command = "note"
  users = [ "admin" ]
  assign where true
}
C
ICINGA2_USER=$(id -un) ICINGA2_GROUP=$(id -gn) "$work/usr/lib/x86_64-linux-gnu/icinga2/sbin/icinga2" daemon \
    --config icinga2.conf --include "$work/usr/share/icinga2/include" \
    --define CacheDir="$work/cache" --define DataDir="$work/data" --define LogDir="$work/log" \
    --define InitRunDir="$work/run" --define SpoolDir="$work/spool" --define PidPath="$work/run/pid" \
    > icinga2.log 2>&1 &
started="$! $started"
await grep -q '^no client failed CRITICAL' notified
said "CRITICAL, and notified: $(grep -m 1 '^no client failed' notified)"
! grep -q '^opsi is up' notified || fail "opsi is up: $(grep '^opsi is up' notified)"
said "opsi is up: OK, and nobody is told"
kill "$(cat mock.pid)"
await grep -q '^opsi is up CRITICAL' notified
said "the server is gone: $(grep -m 1 '^opsi is up' notified)"
