#!/usr/bin/env bash
# Times the whole process of `overseer evaluate` on a compliant event beside a Python process that imports boto3, makes a
# Glue client and judges the same event. Alternating, so that a busy moment of the machine hits both.
#
#   benchmarks/process/compare.sh [PAIRS]      10 pairs by default, after one warm-up of each
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$here/../..
event=$root/examples/compliant-endpoint.json
pairs=${1:-10}

# Debian's python3-boto3 first. The interpreter itself, since a version manager's shim would cost Python 100 ms more.
python=''
for candidate in ${PYTHON:-/usr/bin/python3 python3}; do
    if python=$("$candidate" -c 'import boto3, sys; print(sys.executable)' 2>/dev/null); then
        break
    fi
done
if [[ -z $python ]]; then
    echo 'Skipped: no python3 here can import boto3 (on Debian: apt-get install python3-boto3).'
    exit 0
fi

overseer() { "$root/overseer" evaluate "$event"; }
judge_event() { "$python" "$here/judge_event.py" "$event"; }

# Prints the milliseconds that a command takes; its output goes to a file, so that no terminal is timed.
milliseconds() {
    local before=$EPOCHREALTIME after
    "$@" >"$output"
    after=$EPOCHREALTIME
    echo $(((${after/[.,]/} - ${before/[.,]/}) / 1000))
}

median() {
    sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

output=$(mktemp)
trap 'rm -f "$output"*' EXIT

printf '%s, %s cores, %s with boto3 %s\n' "$(uname -sm)" "$(getconf _NPROCESSORS_ONLN)" \
    "$("$python" -V)" "$("$python" -c 'import boto3; print(boto3.__version__)')"
for warm_up in overseer judge_event; do
    milliseconds "$warm_up" >/dev/null
    grep -q PASSES "$output" || {
        echo "$warm_up does not find that $event passes. It says:" && cat "$output" && exit 1
    } >&2
done

printf '\n%6s %12s %12s\n' pair 'overseer ms' 'python ms'
for ((pair = 1; pair <= pairs; pair++)); do
    ours=$(milliseconds overseer)
    theirs=$(milliseconds judge_event)
    printf '%6d %12d %12d\n' "$pair" "$ours" "$theirs"
    echo "$ours" >>"$output.ours"
    echo "$theirs" >>"$output.theirs"
done

ours=$(median <"$output.ours")
theirs=$(median <"$output.theirs")
awk -v ours="$ours" -v theirs="$theirs" \
    'BEGIN { printf "%6s %12s %12s   ratio %.2f\n", "median", ours, theirs, ours / theirs }'
