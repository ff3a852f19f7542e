#!/bin/sh
# Icinga and Nagios: check_http of the Monitoring Plugins, which both run.
. "$(dirname "$0")/lib.sh"
debian monitoring-plugins-basic=2.3.3-5+deb12u2
plugin=$work/usr/lib/nagios/plugins/check_http
fleet
# check PATH ARGUMENT…: the plugin's word.
check() {
    path=$1
    shift
    "$plugin" -I 127.0.0.1 -p "${exporter##*:}" -u "$path" "$@" > answer || true
    sed 's/:.*//; s/ - .*//' answer
}
up() { check '/metrics?name[]=opsi_up' -r '^opsi_up\{.*\} 1$'; }
[ "$(up)" = "HTTP OK" ] || fail "opsi is up: $(cat answer)"
said "opsi is up: $(cat answer)"
failed=$(check '/metrics?name[]=opsi_clients_failed' -r '^opsi_clients_failed\{.*\} [1-9]' --invert-regex)
[ "$failed" = "HTTP CRITICAL" ] || fail "clients failed: $(cat answer)"
said "no client failed: $(cat answer)"
kill "$(cat mock.pid)"
down() { [ "$(up)" = "HTTP CRITICAL" ]; }
await down
said "the server is gone: $(cat answer)"
