"""Runs Datadog's OpenMetrics check against a URL once or twice, and writes the counts that it submits."""
import sys

from datadog_checks.base import OpenMetricsBaseCheckV2
from datadog_checks.base.stubs import aggregator

families = sorted({line.split("\t")[0] for line in open("expected")})
instance = {
    "openmetrics_endpoint": sys.argv[1],
    "namespace": "opus",
    "metrics": ["^opsi_.+"],
    # Tags by these names are the agent's own.
    "rename_labels": {"version": "opus_version"},
}
check = OpenMetricsBaseCheckV2("opus", {}, [instance])
for _ in range(2):
    aggregator.reset()
    failed = check.run()
    if failed:
        sys.exit(failed)
with open("counted", "w") as file:
    for family in families:
        for found in aggregator.metrics(f"opus.{family}"):
            tags = dict(tag.split(":", 1) for tag in found.tags)
            label = "depot" if "depot" in tags else "group"
            value = tags.get(label, "").replace("\\", "\\\\").replace("\t", "\\t")
            print(family, label, value, int(found.value), sep="\t", file=file)
names = aggregator.metric_names
print("names:", len(names))
for name in sorted(names):
    print(name, {metric.type for metric in aggregator.metrics(name)}, file=sys.stderr)
