#!/usr/bin/env bash
# Times the whole process of `overseer evaluate` on a compliant event beside a Python process that imports boto3, makes a
# Glue client and judges the same event; and beside overseer with one plugin instead of all that are shipped. Alternating,
# so that a busy moment of the machine hits all.
#
#   benchmarks/process/compare.sh [ROUNDS]      10 rounds by default, after one warm-up of each
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$here/../..
event=$root/examples/compliant-endpoint.json
rounds=${1:-10}

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
glue_alone() { OVERSEER_PLUGINS=glue "$root/overseer" evaluate "$event"; }
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
for warm_up in overseer glue_alone judge_event; do
    milliseconds "$warm_up" >/dev/null
    grep -q PASSES "$output" || {
        echo "$warm_up does not find that $event passes. It says:" && cat "$output" && exit 1
    } >&2
done

printf '\n%6s %12s %14s %12s\n' round 'overseer ms' 'glue alone ms' 'python ms'
for ((round = 1; round <= rounds; round++)); do
    printf '%6d' "$round"
    for contender in overseer:12 glue_alone:14 judge_event:12; do
        took=$(milliseconds "${contender%:*}")
        echo "$took" >>"$output.${contender%:*}"
        printf " %${contender#*:}d" "$took"
    done
    echo
done

ours=$(median <"$output.overseer")
alone=$(median <"$output.glue_alone")
theirs=$(median <"$output.judge_event")
awk -v ours="$ours" -v alone="$alone" -v theirs="$theirs" 'BEGIN {
    printf "%6s %12s %14s %12s   beside python %.2f, beside one plugin %.2f\n",
        "median", ours, alone, theirs, ours / theirs, ours / alone }'
