package dev.overseer.cli;

import dev.overseer.cli.history.Archive;
import dev.overseer.cli.history.LookupClients;
import dev.overseer.cli.history.OrderedReading;
import dev.overseer.cli.history.Piece;
import dev.overseer.cli.history.Pieces;
import dev.overseer.cli.history.Progress;
import dev.overseer.cli.history.S3Archive;
import dev.overseer.cli.history.S3Location;
import dev.overseer.cli.history.Slice;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.regions.Region;

/**
 * The events that a command is given, however many: files, folders, buckets, what CloudTrail itself still knows, and
 * standard input.
 *
 * <p>One file, or standard input, is read on the calling thread; everything else on all cores, in order all the same.
 */
final class HistoryInput {
    private static final String STANDARD_INPUT = "-";
    private static final String ACCOUNT = "\\d{12}";
    private static final int READERS_PER_CORE_OF_S3 = 4;
    private static final int MOST_READERS = 32;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR|s3://BUCKET/PREFIX|-",
            description =
                    "CloudTrail records in any form: EventBridge events, log files, JSON arrays, JSON lines, SNS and SQS"
                            + " messages, answers of LookupEvents, suspended incidents; plain or gzipped. Of a folder, or under a"
                            + " prefix, the *.json, *.jsonl and *.ndjson files, and the same with .gz. - is standard input.")
    private List<String> inputs;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Only events that happened at this time or later: 2026-01-31, 2026-01-31T12:00:00Z, or how long ago, such"
                            + " as 7d. Of an archive, only these days are listed.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only events that happened before this time.")
    private @Nullable String to;

    @Option(
            names = "--account",
            paramLabel = "ACCOUNT",
            split = ",",
            description = "Only events of these accounts. Of an archive, only these are listed.")
    private List<String> accounts = List.of();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            split = ",",
            description = "Only events of these regions. Of an archive, only these are listed.")
    private List<String> regions = List.of();

    @Option(
            names = "--after",
            paramLabel = "KEY",
            description = "Go on after this file, as the progress or an interrupted command named it.")
    private @Nullable String after;

    @Option(
            names = "--lookup-events",
            description =
                    "Ask CloudTrail for the events that it still knows, of the last 90 days, in the regions of --region or the"
                            + " configured one; 100 events a second at most.")
    private boolean lookupEvents;

    HistoryInput(List<String> inputs) {
        this.inputs = inputs;
    }

    /** Makes something of each event, on several threads, and takes it on one. */
    interface Handling<T> {
        /** The reading begins, and may take long. {@code stop} ends it, soon but not at once. */
        void begins(Progress progress, Runnable stop);

        T make(Reading reading);

        void take(T made);

        /** All events of a file, and of those before it, were handed over. */
        default void finished() {}
    }

    /**
     * Reads all input in order. What cannot be read is handed on as unreadable, and the rest is read.
     *
     * @throws UsageException if there is none, or an option cannot be right
     */
    <T> void read(EventReader reader, Terminal terminal, Clock clock, Handling<T> handling) {
        Slice slice = slice(clock);
        if (inputs.isEmpty() && !lookupEvents) {
            throw new UsageException("Name input: a FILE, a DIR, s3://BUCKET/PREFIX, or - for standard input");
        }
        if (isOneStream() && slice.equals(Slice.ALL)) {
            new InputFiles(inputs).read(reader, terminal.in(), reading -> handling.take(handling.make(reading)));
            handling.finished();
            return;
        }
        Progress progress = new Progress();
        try (Sources sources = new Sources(reader, terminal, slice, clock, progress)) {
            Pieces pieces = sources.pieces();
            OrderedReading<T> reading = new OrderedReading<>(threads(), slice, handling::make, progress);
            handling.begins(progress, reading::stop);
            reading.read(pieces, new OrderedReading.Sink<>() {
                @Override
                public void accept(T event) {
                    handling.take(event);
                }

                @Override
                public void finished(Piece piece) {
                    handling.finished();
                }
            });
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted while reading");
        }
    }

    private boolean isOneStream() {
        return inputs.size() == 1
                && !lookupEvents
                && !S3Location.isOne(inputs.getFirst())
                && !Files.isDirectory(Path.of(inputs.getFirst()));
    }

    private int threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        boolean waits = lookupEvents || inputs.stream().anyMatch(S3Location::isOne);
        return Math.min(MOST_READERS, waits ? cores * READERS_PER_CORE_OF_S3 : cores);
    }

    private Slice slice(Clock clock) {
        // Not loaded where nothing is to be converted, since it brings picocli along.
        Optional<Instant> start = Optional.ofNullable(from).flatMap(text -> TimeConverter.time("--from", text, clock));
        Optional<Instant> end = Optional.ofNullable(to).flatMap(text -> TimeConverter.time("--to", text, clock));
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            throw new UsageException("--from %s is not before --to %s".formatted(from, to));
        }
        accounts.stream()
                .filter(account -> !account.matches(ACCOUNT))
                .findFirst()
                .ifPresent(wrong -> {
                    throw new UsageException(
                            "--account: \"%s\" is not an AWS account. Write its twelve digits".formatted(wrong));
                });
        return new Slice(start, end, new HashSet<>(accounts), new HashSet<>(regions), Optional.ofNullable(after));
    }

    /** The input, and what has to be closed after it. */
    private final class Sources implements AutoCloseable {
        private final EventReader reader;
        private final Terminal terminal;
        private final Slice slice;
        private final Clock clock;
        private final Progress progress;
        private final List<Runnable> closing = new ArrayList<>();

        /** Made when first needed: the SDK takes long to load. */
        private Optional<AwsAccess> aws = Optional.empty();

        Sources(EventReader reader, Terminal terminal, Slice slice, Clock clock, Progress progress) {
            this.reader = reader;
            this.terminal = terminal;
            this.slice = slice;
            this.clock = clock;
            this.progress = progress;
        }

        Pieces pieces() {
            List<Pieces> all = new ArrayList<>();
            int first = first();
            for (int i = first; i < inputs.size(); i++) {
                boolean within = i == first && slice.after().isPresent();
                all.add(input(inputs.get(i), within ? slice : withoutAfter()));
            }
            if (lookupEvents) {
                all.add(lookup(first == inputs.size() ? slice : withoutAfter()));
            }
            return to -> {
                for (Pieces pieces : all) {
                    pieces.find(to);
                }
            };
        }

        /** Returns which input the last piece that is done with is of: those before it are done with, too. */
        private int first() {
            if (slice.after().isEmpty()) {
                return 0;
            }
            String done = slice.after().get();
            for (int i = 0; i < inputs.size(); i++) {
                String folder = inputs.get(i);
                if (done.startsWith(folder.endsWith("/") ? folder : folder + "/")) {
                    return i;
                }
                if (done.equals(folder)) {
                    return i + 1;
                }
            }
            if (lookupEvents && done.startsWith("lookup-events:")) {
                return inputs.size();
            }
            throw new UsageException("--after: \"%s\" is in no input. Write it as it was named, and name the same input"
                    .formatted(done));
        }

        private Slice withoutAfter() {
            return new Slice(slice.from(), slice.to(), slice.accounts(), slice.regions(), Optional.empty());
        }

        private Pieces input(String input, Slice wanted) {
            if (S3Location.isOne(input)) {
                return bucket(input, wanted);
            }
            if (!input.equals(STANDARD_INPUT) && Files.isDirectory(Path.of(input))) {
                return Archive.inFolder(input, wanted, reader, progress);
            }
            InputFiles one = new InputFiles(List.of(input));
            return to -> to.accept(new Piece(input, 0, events -> one.read(reader, terminal.in(), events)));
        }

        private Pieces bucket(String input, Slice wanted) {
            S3Location location = S3Location.parse(input)
                    .orElseThrow(() ->
                            new UsageException("\"%s\" names no bucket. Write s3://BUCKET/PREFIX".formatted(input)));
            S3Archive archive = new S3Archive(
                    location,
                    aws().credentials(),
                    aws().region().orElse(Region.US_EAST_1),
                    isElsewhere(),
                    wanted,
                    reader,
                    progress);
            closing.add(archive::close);
            return archive;
        }

        private Pieces lookup(Slice wanted) {
            List<String> asked = regions.isEmpty()
                    ? aws().region().map(region -> List.of(region.id())).orElseGet(List::of)
                    : regions;
            if (asked.isEmpty()) {
                throw new UsageException("--lookup-events asks in a region. Name it: --region, or AWS_REGION");
            }
            LookupClients clients = new LookupClients(aws().credentials());
            closing.add(clients::close);
            return clients.lookup(asked, wanted, reader, clock);
        }

        private AwsAccess aws() {
            if (aws.isEmpty()) {
                AwsAccess access = new AwsAccess();
                closing.add(access::close);
                aws = Optional.of(access);
            }
            return aws.get();
        }

        private boolean isElsewhere() {
            return Set.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3").stream()
                            .anyMatch(name -> terminal.variable(name).isPresent())
                    || Set.of("aws.endpointUrl", "aws.endpointUrlS3").stream()
                            .anyMatch(name -> System.getProperty(name) != null);
        }

        @Override
        public void close() {
            closing.forEach(Runnable::run);
        }
    }
}
