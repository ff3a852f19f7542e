#!/bin/sh
# Pushgateway takes OpenMetrics with 200, reads it as the older text format whatever the Content-Type
# says, and so forgets that a counter is one.
. "$(dirname "$0")/lib.sh"
debian prometheus-pushgateway=1.5.1-2+b5
port=$(free_port)
url=http://127.0.0.1:$port
run prometheus-pushgateway --web.listen-address="127.0.0.1:$port"
await curl -sf "$url/-/ready"
printf '# HELP opsi_calls Calls.\n# TYPE opsi_calls counter\nopsi_calls_total 3\n# EOF\n' > body
status=$(curl -s -o /dev/null -w '%{http_code}' --data-binary @body "$url/metrics/job/opus" \
    -H 'Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8')
type=$(curl -sf "$url/metrics" | sed -n 's/# TYPE opsi_calls_total //p')
verdict "200 and counter, or 415" "$status and $type" "200 and untyped"
