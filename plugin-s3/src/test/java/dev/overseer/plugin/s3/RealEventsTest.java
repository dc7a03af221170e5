package dev.overseer.plugin.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.testkit.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Captured events, which are kept beside the checkout and not in it, played against buckets as they were at the time. */
class RealEventsTest {
    private static final Path DATA = Path.of("../../shared/data");

    @BeforeEach
    void theEventsAreThere() {
        assumeTrue(Files.isDirectory(DATA), () -> "No captured events at " + DATA.toAbsolutePath());
    }

    @Test
    void everySuccessfulEventComesOutRightAndEveryFailedOneIsIgnored() throws IOException {
        assertThat(outcomes())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        // In 2020 a new bucket was open to grants and policies; in 2023 it was closed.
                        Map.entry(
                                "CreateBucket-flatiron-1",
                                "s3-bucket-encryption COMPLIANT, s3-bucket-public REMEDIATED"),
                        Map.entry(
                                "CreateBucket-invictus-1",
                                "s3-bucket-encryption COMPLIANT, s3-bucket-public COMPLIANT"),
                        Map.entry(
                                "CreateBucket-invictus-2",
                                "s3-bucket-encryption COMPLIANT, s3-bucket-public COMPLIANT"),
                        Map.entry("DeleteBucketEncryption-panther-1", "s3-bucket-encryption COMPLIANT"),
                        Map.entry("DeleteBucketEncryption-panther-2-AccessDenied", "FAILED_CALL"),
                        Map.entry("DeleteBucketEncryption-panther-3", "s3-bucket-encryption COMPLIANT"),
                        Map.entry("DeleteBucketPublicAccessBlock-panther-1", "s3-bucket-public REMEDIATED"),
                        Map.entry("PutBucketAcl-panther-2-AccessDenied", "FAILED_CALL"),
                        Map.entry("PutBucketPolicy-invictus-1", "s3-bucket-public COMPLIANT"),
                        Map.entry("PutBucketPolicy-invictus-2", "s3-bucket-public COMPLIANT"),
                        Map.entry("PutBucketPolicy-invictus-3", "s3-bucket-public COMPLIANT"),
                        Map.entry("PutBucketPolicy-panther-2", "s3-bucket-public REMEDIATED"),
                        Map.entry("PutBucketPolicy-panther-3", "NO_TARGET"),
                        Map.entry("PutBucketPublicAccessBlock-streamalert-2", "s3-bucket-public COMPLIANT")));
    }

    @Test
    void ofTheRecordsOnlySuccessfulCallsOnBucketsOpenAnything() throws IOException {
        Transcript transcript =
                new Scene().rehearsal().play(Files.readAllBytes(DATA.resolve("cloudtrail-records.jsonl")));

        // CreateBucket 3 under two controls, PutBucketPolicy 2; one PutBucketAcl failed.
        assertThat(transcript.opened()).hasSize(3 * 2 + 2);
        assertThat(transcript.ignoredFor().stream().filter(IgnoredReason.FAILED_CALL::equals))
                .hasSize(1);
        assertThat(transcript.unreadable()).isEmpty();
    }

    private static Map<String, String> outcomes() throws IOException {
        Map<String, String> outcomes = new TreeMap<>();
        try (Stream<Path> files = Files.list(DATA.resolve("events/s3"))) {
            for (Path file : files.toList()) {
                String outcome = outcome(new Scene().rehearsal().play(record(file)));
                if (!outcome.equals("NO_CONTROL")) {
                    outcomes.put(file.getFileName().toString().replaceAll("(\\.eventbridge)?\\.json$", ""), outcome);
                }
            }
        }
        return outcomes;
    }

    /** Some of the envelopes were made by hand and name another service: what was captured is inside. */
    private static byte[] record(Path file) throws IOException {
        JsonNode event = new JsonMapper().readTree(file.toFile());
        return event.path("detail").isObject()
                ? event.path("detail").toString().getBytes(StandardCharsets.UTF_8)
                : Files.readAllBytes(file);
    }

    private static String outcome(Transcript transcript) {
        return Stream.concat(
                        transcript.closed().stream()
                                .map(step -> step.incident().control() + " "
                                        + step.outcome().kind()),
                        transcript.ignoredFor().stream().map(Enum::name))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
