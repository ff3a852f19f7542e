#!/bin/sh
# OpenTelemetry's Prometheus exporter for Python: of two attributes whose names become one label, one
# value is lost. Its compatibility specification has the values joined by ";".
. "$(dirname "$0")/lib.sh"
pypi opentelemetry-exporter-prometheus==0.66b2 opentelemetry-sdk==1.45.2 prometheus_client==0.26.0
seen=$(python - <<'PY'
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.metrics import Observation
from opentelemetry.sdk.metrics import MeterProvider
from prometheus_client import generate_latest
meter = MeterProvider([PrometheusMetricReader()]).get_meter("opsi")
meter.create_observable_gauge(
    "opsi_clients", [lambda _: [Observation(3, {"depot.id": "one", "depot_id": "two"})]])
line = next(l for l in generate_latest().decode().splitlines() if l.startswith("opsi_clients{"))
print(line.split('depot_id="')[1].split('"')[0])
PY
)
verdict "one;two" "$seen" two
