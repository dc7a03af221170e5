# Sourced by the scripts beside it: builds what they measure, with a Maven profile if one is set, and sets root, jdk and
# class_path.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# Builds the command line if need be, and finds the JDK.
jdk=$(OVERSEER_DEBUG=1 "$root/overseer" --version 2>&1 | sed -n 's/^overseer: using \(.*\) (.*$/\1/p')
[[ -n $jdk ]] || "$root/overseer" --version
(cd "$root" && JAVA_HOME=$jdk ./mvnw -q package -Dmaven.test.skip=true -Dquick ${profile:+-P"$profile"} -pl benchmarks -am)
class_path="$root/benchmarks/target/classes:$root/benchmarks/target/lib/*"

machine() {
    printf '%s, %s cores, %s, load %s\n' "$(uname -sm)" "$(getconf _NPROCESSORS_ONLN)" \
        "$("$jdk/bin/java" -version 2>&1 | sed -n 2p)" "$(cut -d' ' -f1 /proc/loadavg)"
}
