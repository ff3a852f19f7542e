#!/bin/sh
# amtool check-config: templates that match no file are found, two of two, and the check succeeds; the
# messages that name one of them fail when they are sent.
. "$(dirname "$0")/lib.sh"
debian prometheus-alertmanager=0.25.0-1+b4
cat > alertmanager.yml <<'Y'
route: {receiver: admins}
receivers: [{name: admins}]
templates: [/nonexistent/opsi.tmpl, '/nonexistent/*.tmpl']
Y
seen=$(amtool check-config alertmanager.yml 2>&1 | grep -e templates -e SUCCESS | tail -2 | tr -d '\n' | sed 's/^ *//')
verdict "0 templates, or a failure" "$seen" "- 2 templates  SUCCESS"
