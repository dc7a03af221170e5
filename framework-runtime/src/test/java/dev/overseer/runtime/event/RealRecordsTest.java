package dev.overseer.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Captured records, which are kept beside the checkout and not in it. */
class RealRecordsTest {
    private static final Path DATA = Path.of("../../shared/data");

    private final EventReader glueOnly = new EventReader(new EventRouter(List.of(
            control("endpoints", EventPattern.creations("glue", "CreateDevEndpoint")),
            control("updates", EventPattern.apiCalls("glue", "UpdateDevEndpoint")))));

    private final EventReader several = new EventReader(new EventRouter(List.of(
            control("endpoints", EventPattern.creations("glue", "CreateDevEndpoint", "UpdateDevEndpoint")),
            control("buckets", EventPattern.apiCalls("s3", "CreateBucket", "PutBucketPolicy")),
            control("hosts", EventPattern.apiCalls("ec2", "RunInstances", "AuthorizeSecurityGroupIngress")))));

    @BeforeEach
    void theRecordsAreThere() {
        assumeTrue(Files.isDirectory(DATA), () -> "No captured records at " + DATA.toAbsolutePath());
    }

    @Test
    void ignoresAllRecordsWhereOnlyEndpointsAreGuarded() {
        // The one record about an endpoint is an UpdateDevEndpoint that was denied.
        assertThat(counts(read(glueOnly, DATA.resolve("cloudtrail-records.jsonl"))))
                .isEqualTo(Map.of("NO_CONTROL", 1761, "FAILED_CALL", 1));
    }

    @Test
    void routesTheSuccessfulOnesOfTheRecordsThatAreNamed() {
        // Succeeded: CreateBucket 3, PutBucketPolicy 2, RunInstances 2, AuthorizeSecurityGroupIngress 1. Failed:
        // RunInstances
        // 5, AuthorizeSecurityGroupIngress 1, UpdateDevEndpoint 1.
        assertThat(counts(read(several, DATA.resolve("cloudtrail-records.jsonl"))))
                .isEqualTo(Map.of("routed", 8, "FAILED_CALL", 7, "NO_CONTROL", 1762 - 8 - 7));
    }

    @Test
    void readsEverySingleEvent() throws IOException {
        List<Path> files = events();

        assertThat(files).hasSize(91);
        for (Path file : files) {
            assertThat(read(glueOnly, file))
                    .as(file.toString())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Reading.Ignored.class,
                            ignored -> assertThat(ignored.reason()).isEqualTo(IgnoredReason.NO_CONTROL));
        }
    }

    @Test
    void refusesOfTheSingleEventsThoseWithoutATimeOrRegion() throws IOException {
        List<Reading> readings = new ArrayList<>();
        Map<String, String> refused = new TreeMap<>();
        for (Path file : events()) {
            Reading reading = read(several, file).getFirst();
            readings.add(reading);
            if (reading instanceof Reading.Unreadable unreadable) {
                refused.put(String.valueOf(file.getFileName()), unreadable.problem());
            }
        }

        assertThat(refused.keySet())
                .containsExactly(
                        "AuthorizeSecurityGroupIngress-panther-1.json",
                        "AuthorizeSecurityGroupIngress-streamalert-1.eventbridge.json",
                        "RunInstances-panther-1.json",
                        "RunInstances-panther-2.json",
                        "RunInstances-panther-3.json");
        assertThat(refused.get("RunInstances-panther-3.json"))
                .isEqualTo("eventTime is \"2022-10-20 14:16:43\", not a time such as 2026-11-23T05:08:00Z");
        // Three of the envelopes, made by hand, say aws.sqs of a call of EC2 or S3: nobody's rule would select them.
        assertThat(counts(readings))
                .isEqualTo(Map.of("unreadable", 5, "FAILED_CALL", 3, "routed", 13, "NO_CONTROL", 91 - 5 - 3 - 13));
    }

    private static List<Path> events() throws IOException {
        try (Stream<Path> files = Files.walk(DATA.resolve("events"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Reading> read(EventReader reader, Path file) {
        List<Reading> readings = new ArrayList<>();
        reader.readFile(file, file.toString(), readings::add);
        return readings;
    }

    private static Map<String, Integer> counts(List<Reading> readings) {
        Map<String, Integer> counts = new TreeMap<>();
        readings.forEach(reading -> counts.merge(kind(reading), 1, Integer::sum));
        return counts;
    }

    private static String kind(Reading reading) {
        return switch (reading) {
            case Reading.Routed routed -> "routed";
            case Reading.Ignored ignored -> ignored.reason().name();
            case Reading.Resumed resumed -> "resumed";
            case Reading.Sweep sweep -> "sweep";
            case Reading.Unreadable unreadable -> "unreadable";
        };
    }

    private static ControlDescriptor control(String id, EventPattern pattern) {
        return ControlDescriptor.control(id, "A test").on(pattern).build();
    }
}
