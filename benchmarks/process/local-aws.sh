#!/usr/bin/env bash
# Starts as much of AWS as a worker needs, on 127.0.0.1 and in memory: SQS with one queue, Glue and STS. Ctrl-C ends it.
set -euo pipefail

. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

exec "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow \
    -cp "$class_path" dev.overseer.benchmarks.LocalAws
