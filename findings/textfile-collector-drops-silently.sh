#!/bin/sh
# node_exporter's textfile collector: of two files that differ in the HELP of one family, the second
# file's series vanish, as when one of two programs was updated. node_textfile_scrape_error stays 0, and
# node_scrape_collector_success 1; only the log tells.
. "$(dirname "$0")/lib.sh"
debian prometheus-node-exporter=1.5.0-1+b6
mkdir files
printf '# HELP opsi_up Up.\n# TYPE opsi_up gauge\nopsi_up{server="a"} 1\n' > files/a.prom
printf '# HELP opsi_up Whether it is up.\n# TYPE opsi_up gauge\nopsi_up{server="b"} 1\n' > files/b.prom
port=$(free_port)
run prometheus-node-exporter --collector.disable-defaults --collector.textfile \
    --collector.textfile.directory=files --web.listen-address="127.0.0.1:$port"
await curl -sf "http://127.0.0.1:$port/"
curl -s "http://127.0.0.1:$port/metrics" > metrics
series=$(grep -c '^opsi_up{' metrics)
error=$(sed -n 's/^node_textfile_scrape_error //p' metrics)
verdict "2 series, or error 1" "$series series, error $error" "1 series, error 0"
