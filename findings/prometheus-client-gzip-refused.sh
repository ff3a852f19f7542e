#!/bin/sh
# prometheus_client compresses for a scraper that refuses gzip with q=0 (RFC 9110, 12.4.2).
. "$(dirname "$0")/lib.sh"
pypi prometheus_client==0.26.0
seen=$(python - <<'PY'
from prometheus_client import CollectorRegistry, Gauge, make_wsgi_app
registry = CollectorRegistry()
Gauge("opsi_up", "Up.", registry=registry).set(1)
sent = {}
body = make_wsgi_app(registry)({
    "REQUEST_METHOD": "GET", "PATH_INFO": "/metrics", "QUERY_STRING": "",
    "HTTP_ACCEPT_ENCODING": "identity, gzip;q=0"}, lambda status, headers: sent.update(headers))
print(sent.get("Content-Encoding", "identity"))
PY
)
verdict identity "$seen" gzip
