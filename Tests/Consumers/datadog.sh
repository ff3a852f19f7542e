#!/bin/sh
# Datadog's OpenMetrics check, as its agent runs it, with the agent's own stand-in for the collector.
. "$(dirname "$0")/lib.sh"
pypi datadog-checks-base==38.7.0 prometheus-client==0.26.0 requests==2.32.3 requests-unixsocket2==1.0.1 \
    binary==1.0.2 cachetools==8.0.2 lazy-loader==0.6 packaging==26.4 pydantic==2.14.4 \
    python-dateutil==4.0.0 pyyaml==6.0.4 wrapt==2.5.2
fleet
python "$here/datadog.py" "http://$exporter/metrics" 2>log >seen || fail "$(tail -n 3 log)"
LC_ALL=C sort -o counted counted
cmp -s expected counted || fail "$(diff expected counted | head -n 4)"
said "all $(wc -l < expected) counts are right"
said "counters end in .count there; the label version is renamed, as the agent has a tag of that name"
