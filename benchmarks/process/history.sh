#!/usr/bin/env bash
# Reads gzipped log files of CloudTrail side by side with: gzip -dc alone, zcat | jq with the same question, and DuckDB over
# JDBC. Each with as many processes or threads as there are cores; overseer with 256 MB of heap.
#
#   benchmarks/process/history.sh RECORDS [ROUNDS [MEGABYTES]]
#
# RECORDS is a file of CloudTrail records, one a line, that are repeated under new event ids to MEGABYTES uncompressed (1000
# by default) in files of 200 records. DUCKDB_JAR names DuckDB's JDBC driver; without it, and without jq, they are left out.
# HISTORY_DATA names the folder of the files, which is kept; by default one under TMPDIR, which is removed.
set -euo pipefail

records=$(realpath "${1:?Name a file of CloudTrail records, one a line}")
rounds=${2:-5}
megabytes=${3:-1000}
# shellcheck source=benchmarks/process/prepare.sh
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

cores=$(getconf _NPROCESSORS_ONLN)
data=${HISTORY_DATA:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[[ -n $data ]] || data=$work/data

if [[ ! -d $data ]]; then
    echo "Making $megabytes MB of log files …" >&2
    "$jdk/bin/java" -cp "$class_path" dev.overseer.benchmarks.LogFiles "$records" "$data" "$megabytes"
fi
find "$data" -name '*.json.gz' | sort >"$work/files"

names='CreateDevEndpoint|UpdateDevEndpoint|CreateSession|CreateJob|UpdateJob'
filter='.Records[] | select(.errorCode == null and (.eventName | test("^('$names')$"))) | .eventID'

gzip_alone() { xargs -P "$cores" -n 32 gzip -dc <"$work/files" >/dev/null; }
zcat_jq() { xargs -P "$cores" -n 32 sh -c 'zcat "$@" | jq -r "$0"' "$filter" <"$work/files" >/dev/null; }
duckdb() {
    "$jdk/bin/java" -Xmx256m --enable-native-access=ALL-UNNAMED -cp "$class_path:$DUCKDB_JAR" \
        dev.overseer.benchmarks.DuckDbQuestion "$data" "$names" "$cores" >/dev/null
}
overseer() { OVERSEER_JAVA_OPTS=-Xmx256m "$root/overseer" evaluate --summary "$data" >/dev/null 2>&1 || [[ $? == 3 ]]; }

contenders=(gzip_alone overseer)
! command -v jq >/dev/null || contenders+=(zcat_jq)
[[ -z ${DUCKDB_JAR:-} ]] || contenders+=(duckdb)

machine
printf '%s files, %s gzipped\n\n' "$(wc -l <"$work/files")" "$(du -sh "$data" | cut -f1)"
gzip_alone
for ((round = 1; round <= rounds; round++)); do
    for contender in "${contenders[@]}"; do
        before=$EPOCHREALTIME
        "$contender"
        after=$EPOCHREALTIME
        took=$(((${after/[.,]/} - ${before/[.,]/}) / 1000))
        echo "$took" >>"$work/$contender"
        printf '%3d  %-12s %7d ms\n' "$round" "$contender" "$took"
    done
done

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
echo
for contender in "${contenders[@]}"; do
    awk -v name="$contender" -v took="$(median "$work/$contender")" -v alone="$(median "$work/gzip_alone")" \
        'BEGIN { printf "%-12s median %7d ms, %.2f of the rate of gzip -dc\n", name, took, alone / took }'
done
