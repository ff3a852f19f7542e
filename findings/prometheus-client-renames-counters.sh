#!/bin/sh
# prometheus_client's reader of the text format 0.0.4 gives a counter another name than its TYPE line:
# who looks a family up by the name in the file finds nothing.
. "$(dirname "$0")/lib.sh"
pypi prometheus_client==0.26.0
seen=$(python - <<'PY'
from prometheus_client.parser import text_string_to_metric_families
text = "# HELP opsi_calls_total Calls.\n# TYPE opsi_calls_total counter\nopsi_calls_total 3\n"
print(*[family.name for family in text_string_to_metric_families(text)])
PY
)
verdict opsi_calls_total "$seen" opsi_calls
