# For the scripts beside it: packages beside the system, an exporter on a fleet whose counts are known,
# and comparisons with them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
. "$root/findings/lib.sh"

# The Unix time at which the example fleet has the counts of fleet-example-expected.tsv.
now=1795369413
fixtures=$root/Tests/Support/Fixtures
grep -v '^#' "$fixtures/fleet-example-expected.tsv" | LC_ALL=C sort > expected

# address FILE MARK: what follows a mark in a log, once it is there.
address() {
    await grep -q "$2" "$1"
    sed -n "s#.*$2##p" "$1" | head -n 1
}

# mock [ARGUMENT…]: a mock opsi server; $opsi is its address.
mock() {
    "$root/.build/debug/opsi-mock" --username monitor --password secret "$@" > mock.log 2>&1 &
    started="$! $started"
    echo $! > mock.pid
    opsi=$(address mock.log 'listening on ')
}

# exporter [ARGUMENT…]: an exporter on the mock server; $exporter is its HOST:PORT.
exporter() {
    OPUS_PASSWORD=secret "$root/.build/debug/opus-exporter" --server "$opsi" --username monitor \
        --interval 1s --web.listen-address 127.0.0.1:0 "$@" > exporter.log 2>&1 &
    started="$! $started"
    exporter=$(address exporter.log 'url=https*://')
    await grep -q msg=collected exporter.log
}

# fleet: both, on the example fleet.
fleet() {
    mock --fleet "$fixtures/fleet-example.json" --now $now
    exporter
}

# counted URL: the counts that something with Prometheus's API has, in the form of `expected`.
counted() {
    python3 - "$1" <<'P' | LC_ALL=C sort
import json, sys, urllib.parse, urllib.request
families = sorted({line.split("\t")[0] for line in open("expected")})
for family in families:
    query = urllib.parse.urlencode({"query": family})
    for found in json.load(urllib.request.urlopen(f"{sys.argv[1]}/api/v1/query?{query}"))["data"]["result"]:
        metric = found["metric"]
        label = "depot" if "depot" in metric else "group"
        value = metric.get(label, "").replace("\\", "\\\\").replace("\t", "\\t")
        print(family, label, value, found["value"][1], sep="\t")
P
}

# complete URL: whether all of them are there and right.
complete() { counted "$1" > counted && cmp -s expected counted; }

# said TEXT: what was seen.
said() { echo "    $*"; }

# fail TEXT: what was not.
fail() { echo "    FAILED: $*"; exit 1; }
