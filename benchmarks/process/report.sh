#!/usr/bin/env bash
# Makes a report and an export of a large ledger in SQLite, each as a whole process with 256 MB of heap.
#
#   benchmarks/process/report.sh [INCIDENTS [ROUNDS]]      1,000,000 by default, in thousands: 4 GB under TMPDIR, which are removed
set -euo pipefail

incidents=${1:-1000000}
rounds=${2:-5}
# shellcheck source=benchmarks/process/prepare.sh
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "Making a ledger of $incidents incidents …" >&2
"$jdk/bin/java" --enable-native-access=ALL-UNNAMED -cp "$class_path" \
    dev.overseer.benchmarks.LargeLedger "$work/ledger.db" "$incidents"
echo "ledger: {type: sqlite, path: \"$work/ledger.db\"}" >"$work/overseer.yaml"

report() { "$root/overseer" report --config "$work/overseer.yaml" --html "$work/report.html"; }
export_all() { "$root/overseer" export --config "$work/overseer.yaml" --jsonl "$work/export.jsonl"; }

export OVERSEER_JAVA_OPTS=-Xmx256m
machine
for what in report export_all; do
    for ((round = 1; round <= rounds; round++)); do
        before=$EPOCHREALTIME
        "$what"
        after=$EPOCHREALTIME
        took=$(((${after/[.,]/} - ${before/[.,]/}) / 1000))
        echo "$took" >>"$work/$what"
        printf '%3d  %-12s %7d ms\n' "$round" "$what" "$took"
    done
    sort -n "$work/$what" | awk -v what="$what" \
        '{ v[NR] = $1 } END { printf "%s: median %d ms\n", what, NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
done
du -sh "$work/ledger.db" "$work/report.html" "$work/export.jsonl"
