package dev.overseer.benchmarks;

import dev.overseer.benchmarks.TenMinutes.Functions;
import dev.overseer.benchmarks.TenMinutes.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The function under Lambda's Java runtime client, plain and restored, beside a Python function that does the same: how
 * long each takes to its first answer, and what an endpoint costs that needs ten minutes to be READY. Alternating, so that a
 * busy moment of the machine hits all. Started by {@code process/lambda.sh}.
 */
public final class LambdaTimes {
    /** The memory that the template gives the function, and that at which Lambda gives it one CPU. */
    private static final double MEMORY = 1024;

    private static final double ONE_CPU = 1769;

    private static final Duration ANSWER = Duration.ofMillis(20);

    /** DynamoDB answers in single digits of milliseconds. */
    private static final Duration TABLES_ANSWER = Duration.ofMillis(5);

    private final LocalTable table;
    private final List<String> java;
    private final List<String> python;
    private final List<Times> plainTimes = new ArrayList<>();
    private final List<Times> restoredTimes = new ArrayList<>();
    private final List<Times> restoredEachTimes = new ArrayList<>();
    private final List<Times> pythonTimes = new ArrayList<>();

    private LambdaTimes(LocalTable table, String classPath, String python, Path scripts) {
        this.table = table;
        this.java = java(classPath);
        this.python = pinned(
                List.of(python, "-B", scripts.resolve("runtime_client.py").toString()));
    }

    /**
     * Prints the figures.
     *
     * @param args the function's class path, a Python that has boto3, the folder of the scripts, how many rounds, the
     *     folder of DynamoDB Local
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(args[3]);
        try (LocalTable table = new LocalTable(Path.of(args[4]), Path.of(args[2]))) {
            LambdaTimes times = new LambdaTimes(table, args[0], args[1], Path.of(args[2]));
            times.round();
            times.forget();
            for (int round = 1; round <= rounds; round++) {
                times.round();
                System.err.printf("round %d of %d%n", round, rounds);
            }
            times.print();
        }
    }

    private void round() throws IOException, InterruptedException {
        plainTimes.add(inOneProcess((aws, ledger) -> FunctionProcess.start(java, aws.endpoint(), ledger), false));
        restoredTimes.add(inOneProcess(restored(), true));
        pythonTimes.add(inOneProcess((aws, ledger) -> FunctionProcess.start(python, aws.endpoint(), Map.of()), false));
        try (TenMinutes life = new TenMinutes(table)) {
            restoredEachTimes.add(life.inAProcessEach(restored()));
        }
    }

    private Functions restored() {
        return (aws, ledger) -> {
            Map<String, String> environment = new HashMap<>(ledger);
            environment.putAll(TenMinutes.SNAPSHOT);
            return FunctionProcess.start(java, aws.endpoint(), environment);
        };
    }

    private Times inOneProcess(Functions functions, boolean snapshot) throws IOException, InterruptedException {
        try (TenMinutes life = new TenMinutes(table)) {
            return life.inOneProcess(functions, snapshot);
        }
    }

    private void forget() {
        List.of(plainTimes, restoredTimes, restoredEachTimes, pythonTimes).forEach(List::clear);
    }

    private void print() {
        System.out.printf("%nTo the first answer, on one core, medians of %d:%n%n", plainTimes.size());
        System.out.printf("  %-40s %8s %8s %8s %14s%n", "ms", "start", "event", "sum", "on the core");
        row("Java, from the start of the process", plainTimes, Times::init);
        row("Java, from the restore", restoredTimes, times -> times.restores().getFirst());
        row("Python, from the start of the process", pythonTimes, Times::init);
        System.out.printf("%nAn endpoint that is READY after 10 minutes, medians in ms:%n");
        life("Java, one environment, restored once", restoredTimes);
        life("Java, an environment restored for each look", restoredEachTimes);
        life("Java, one environment, not restored: its start is billed too", plainTimes);
        life("Python, one environment: its start is billed too", pythonTimes);
        System.out.printf(
                "%nCost of 1,000 such, at list price, restored once:%n%n%s",
                bill(restoredTimes).text());
        System.out.printf(
                "%nRestored for each look:%n%n%s", bill(restoredEachTimes).text());
    }

    private static void row(String what, List<Times> times, ToDoubleFunction<Times> start) {
        System.out.printf(
                "  %-40s %8.0f %8.0f %8.0f %14.0f%n",
                what,
                median(times, start),
                median(times, Times::firstLook),
                median(times, each -> start.applyAsDouble(each) + each.firstLook()),
                median(times, each -> each.busy().getFirst()));
    }

    private static void life(String what, List<Times> times) {
        System.out.printf("%n  %s%n", what);
        System.out.printf("    %-24s %s%n", "looks", medians(times, Times::looks));
        System.out.printf("    %-24s %s%n", "of which on the core", medians(times, Times::busy));
        System.out.printf(
                "    %-24s %.0f on one core; %.0f at %.0f MB; %.0f if each of %d calls of AWS takes %d ms, and of %d of the table %d%n",
                "billed",
                median(times, each -> billed(each, 1)),
                median(times, each -> billed(each, ONE_CPU / MEMORY)),
                MEMORY,
                median(times, LambdaTimes::billedWithAnswers),
                times.getFirst().calls(),
                ANSWER.toMillis(),
                times.getFirst().tableCalls(),
                TABLES_ANSWER.toMillis());
    }

    private static String medians(List<Times> times, Function<Times, List<Double>> of) {
        return IntStream.range(0, times.getFirst().looks().size())
                .mapToObj(look ->
                        "%4.0f".formatted(median(times, each -> of.apply(each).get(look))))
                .collect(Collectors.joining(" "));
    }

    /** Lambda bills the start of an environment that is not restored. */
    private static double billed(Times times, double slowdown) {
        return times.billed(slowdown) + (times.restores().isEmpty() ? times.init() * slowdown : 0);
    }

    private static double billedWithAnswers(Times times) {
        return billed(times, ONE_CPU / MEMORY)
                + times.calls() * ANSWER.toMillis()
                + times.tableCalls() * TABLES_ANSWER.toMillis();
    }

    private static Bill bill(List<Times> times) {
        return new Bill(
                times.getFirst().looks().size(),
                median(times, LambdaTimes::billedWithAnswers) / 1000,
                MEMORY / 1024,
                Math.round(median(times, Times::logged)),
                times.getFirst().written(),
                times.getFirst().read());
    }

    private static double median(List<Times> times, ToDoubleFunction<Times> of) {
        double[] sorted = times.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static List<String> java(String classPath) {
        return pinned(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As Lambda starts a function without snapshots. One with snapshots has to ask for it.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx%dm".formatted(Math.round(MEMORY * 0.8)),
                "--enable-native-access=ALL-UNNAMED",
                "-Dguice_bytecode_gen_option=DISABLED",
                // As Lambda's own Java runtimes set it.
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-cp",
                classPath,
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                "dev.overseer.lambda.RemediationHandler"));
    }

    /** Restricts a command to one core; the simulated AWS has the others. */
    private static List<String> pinned(List<String> command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", "0"));
        pinned.addAll(command);
        return List.copyOf(pinned);
    }
}
