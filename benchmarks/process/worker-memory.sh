#!/usr/bin/env bash
# Measures the memory of `./overseer worker` while many incidents wait in its queue. Linux only. Queue and AWS are simulated
# on 127.0.0.1, in another process.
#
#   benchmarks/process/worker-memory.sh [INCIDENTS]      10,000 by default: some minutes
set -euo pipefail

. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

machine
"$jdk/bin/java" -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow -cp "$class_path" dev.overseer.benchmarks.WorkerMemory "$root/overseer" "${1:-10000}"
