#!/usr/bin/env bash
# Times the Lambda function under Lambda's own Java runtime client, plain and restored from a snapshot, beside a Python
# function that does the same with boto3; and adds up what an endpoint costs that needs ten minutes to be READY.
# Needs taskset (Linux). AWS is simulated on 127.0.0.1, but for DynamoDB, which is DynamoDB Local.
#
#   benchmarks/process/lambda.sh [ROUNDS]      10 rounds by default, after one warm-up; about 30 s each
set -euo pipefail

profile=dynamodb-local
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
rounds=${1:-10}

# The interpreter itself, since a version manager's shim would cost Python 100 ms more.
python=''
for candidate in ${PYTHON:-python3 /usr/bin/python3}; do
    if python=$("$candidate" -c 'import boto3, sys; print(sys.executable)' 2>/dev/null); then
        break
    fi
done
if [[ -z $python ]]; then
    echo 'No python3 here can import boto3 (on Debian: apt-get install python3-boto3).' >&2
    exit 2
fi

# What a package holds, and Lambda's runtime client. The class path of a function has neither JMH nor a simulated AWS.
function_path=$(find "$root/benchmarks/target/lib" -name '*.jar' | sort |
    grep -v -E '/(jmh-|jopt-|commons-|overseer-framework-testkit|elasticmq-|pekko-|parboiled|pureconfig|scala|spray-|config-|ssl-config|h2-|jakarta.transaction)' |
    paste -sd:)

machine
printf '%s with boto3 %s\n' "$("$python" -V)" "$("$python" -c 'import boto3; print(boto3.__version__)')"
"$jdk/bin/java" -XX:+UseSerialGC -cp "$class_path" dev.overseer.benchmarks.LambdaTimes \
    "$function_path" "$python" "$root/benchmarks/process" "$rounds" "$root/benchmarks/target/dynamodb-local"
