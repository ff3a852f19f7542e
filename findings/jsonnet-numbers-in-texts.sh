#!/bin/sh
# jsonnet puts a number into a text with seventeen digits, so that a threshold of 0.2 is written into a
# PromQL expression as 0.20000000000000001.
. "$(dirname "$0")/lib.sh"
debian jsonnet=0.18.0+ds-3+b2
seen=$(jsonnet --string --exec '"share > %s" % 0.2')
verdict "share > 0.2" "$seen" "share > 0.20000000000000001"
