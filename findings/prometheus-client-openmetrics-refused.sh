#!/bin/sh
# prometheus_client answers in OpenMetrics to a scraper that refuses it with q=0 and prefers text.
. "$(dirname "$0")/lib.sh"
pypi prometheus_client==0.26.0
seen=$(python - <<'PY'
from prometheus_client.exposition import choose_encoder
accept = "text/plain;version=0.0.4;q=1, application/openmetrics-text;version=1.0.0;q=0"
print(choose_encoder(accept)[1].split(";")[0])
PY
)
verdict text/plain "$seen" application/openmetrics-text
