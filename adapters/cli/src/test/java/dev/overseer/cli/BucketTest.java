package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.FaultyBucket.Fault.CUT_SHORT;
import static dev.overseer.cli.FaultyBucket.Fault.DENIED;
import static dev.overseer.cli.FaultyBucket.Fault.NO_SUCH_KEY;
import static dev.overseer.cli.FaultyBucket.Fault.SLOW_DOWN;
import static dev.overseer.cli.Trail.key;
import static dev.overseer.cli.Trail.log;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Archives in S3, by the SDK's own configuration. */
@Timeout(120)
class BucketTest {
    private static final Map<String, String> CREDENTIALS = Map.of(
            "aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE", "aws.secretAccessKey", "secret", "aws.region", "eu-west-1");
    private static final String ACCOUNT = "123456789012";
    private static final String OTHER = "210987654321";

    private final Cli cli = new Cli();
    private FaultyBucket bucket;

    @BeforeEach
    void start() throws Exception {
        bucket = new FaultyBucket();
        System.setProperty("aws.endpointUrlS3", bucket.endpoint().toString());
        CREDENTIALS.forEach(System::setProperty);
    }

    @AfterEach
    void stop() throws Exception {
        bucket.stop();
        System.clearProperty("aws.endpointUrlS3");
        CREDENTIALS.keySet().forEach(System::clearProperty);
    }

    @Test
    void readsTheLogFilesOfATrailInTheOrderOfTheirKeys() throws Exception {
        endpoint(ACCOUNT, "us-east-1", "2026-01-14", "c");
        endpoint(ACCOUNT, "eu-west-1", "2026-01-15", "b");
        endpoint(ACCOUNT, "eu-west-1", "2026-01-14", "a");
        bucket.put(
                "AWSLogs/123456789012/CloudTrail-Digest/eu-west-1/2026/01/14/123456789012_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20260114T100000Z.json.gz",
                Trail.zipped("{\"awsAccountId\":\"123456789012\",\"logFiles\":[]}"));

        Cli.Finished finished = cli.run("evaluate", "-o", "json", "s3://trail");

        assertThat(targets(finished)).containsExactly("a", "b", "c");
        assertThat(finished.err()).isEmpty();
        assertThat(finished.status()).isEqualTo(3);
    }

    @Test
    void listsNothingThatIsNotAskedFor() throws Exception {
        endpoint(ACCOUNT, "eu-west-1", "2026-01-13", "early");
        endpoint(ACCOUNT, "eu-west-1", "2026-01-14", "right");
        endpoint(ACCOUNT, "eu-west-1", "2026-01-15", "late");
        endpoint(ACCOUNT, "us-east-1", "2026-01-14", "elsewhere");
        endpoint(OTHER, "eu-west-1", "2026-01-14", "other");

        Cli.Finished finished = cli.run(
                "evaluate",
                "-o",
                "json",
                "--from=2026-01-14",
                "--to=2026-01-15",
                "--account=" + ACCOUNT,
                "--region=eu-west-1",
                "s3://trail/");

        assertThat(targets(finished)).containsExactly("right");
        assertThat(bucket.listed())
                .noneMatch(request ->
                        request.contains(OTHER) || request.contains("prefix=AWSLogs/123456789012/CloudTrail/us-east-1"))
                .last()
                .asString()
                .contains("start-after=AWSLogs/123456789012/CloudTrail/eu-west-1/2026/01/14/");
        assertThat(bucket.read()).hasSize(1);
    }

    @Test
    void goesOnAfterAKey() throws Exception {
        endpoint(ACCOUNT, "eu-west-1", "2026-01-14", "a");
        endpoint(ACCOUNT, "eu-west-1", "2026-01-15", "b");
        endpoint(OTHER, "eu-west-1", "2026-01-14", "c");

        Cli.Finished finished = cli.run(
                "evaluate",
                "-o",
                "json",
                "--after=s3://trail/" + key(ACCOUNT, "eu-west-1", "2026-01-14", "1000"),
                "s3://trail");

        assertThat(targets(finished)).containsExactly("b", "c");
        assertThat(bucket.read()).hasSize(2);
    }

    @Test
    @Timeout(60)
    void saysWhereToGoOnWhenItIsInterrupted() throws Exception {
        endpoint(ACCOUNT, "eu-west-1", "2026-01-14", "a");
        endpoint(ACCOUNT, "eu-west-1", "2026-01-15", "b");
        endpoint(OTHER, "eu-west-1", "2026-01-14", "c");
        bucket.fail(key(OTHER, "eu-west-1", "2026-01-14", "1000"), FaultyBucket.Fault.HANGS);
        AtomicReference<IntSupplier> ctrlC = new AtomicReference<>();
        Cli interruptible = new Cli(cli.environment(), cli.folder(), cli.in(), ctrlC::set);

        CompletableFuture<Cli.Finished> evaluation =
                CompletableFuture.supplyAsync(() -> interruptible.run("evaluate", "-o", "json", "s3://trail"));
        bucket.awaitHanging();
        ctrlC.get().getAsInt();
        bucket.goOn();

        Cli.Finished interrupted = evaluation.get();
        List<String> goingOn = new ArrayList<>(List.of("evaluate", "-o", "json", "s3://trail"));
        Matcher after = Pattern.compile("Stopped. To go on: (--after) (\\S+)").matcher(interrupted.err());
        if (after.find()) {
            goingOn.addAll(List.of(after.group(1), after.group(2)));
        } else {
            assertThat(interrupted.err()).contains("Stopped before the first file was read");
        }
        List<String> told = new ArrayList<>(targets(interrupted));
        assertThat(told).as("what hung was not waited for").doesNotContain("c");
        told.addAll(targets(cli.run(goingOn.toArray())));
        assertThat(told).as("nothing is left out, and nothing told twice").containsExactly("a", "b", "c");
    }

    @Test
    void readsTheRestWhereAPrefixIsDeniedAndNamesIt() throws Exception {
        endpoint(ACCOUNT, "eu-west-1", "2026-01-14", "a");
        endpoint(OTHER, "eu-west-1", "2026-01-14", "b");
        bucket.fail("prefix=AWSLogs/123456789012/CloudTrail/eu-west-1/", DENIED);

        Cli.Finished finished = cli.run("evaluate", "-o", "json", "s3://trail");

        assertThat(targets(finished)).containsExactly("", "b");
        JsonNode denied = finished.documents().getFirst();
        assertThat(denied.path("source").asText()).isEqualTo("s3://trail/AWSLogs/123456789012/CloudTrail/eu-west-1/");
        assertThat(denied.path("problem").asText()).contains("s3:ListBucket was denied");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void namesAnObjectThatVanishesAndOneThatIsDenied() throws Exception {
        endpoint(ACCOUNT, "eu-west-1", "2026-01-13", "a");
        endpoint(ACCOUNT, "eu-west-1", "2026-01-14", "b");
        endpoint(ACCOUNT, "eu-west-1", "2026-01-15", "c");
        bucket.fail("_20260113T", NO_SUCH_KEY);
        bucket.fail("_20260114T", DENIED);

        List<JsonNode> documents =
                cli.run("evaluate", "-o", "json", "s3://trail").documents();

        assertThat(documents).hasSize(3);
        assertThat(documents.get(0).path("source").asText())
                .isEqualTo("s3://trail/" + key(ACCOUNT, "eu-west-1", "2026-01-13", "1000"));
        assertThat(documents.get(0).path("problem").asText()).isEqualTo("has vanished since it was listed");
        assertThat(documents.get(1).path("problem").asText()).contains("s3:GetObject was denied");
        assertThat(documents.get(2).path("target").path("id").asText()).isEqualTo("c");
    }

    @Test
    void asksAThrottledBucketAgain() throws Exception {
        endpoint(ACCOUNT, "eu-west-1", "2026-01-14", "a");
        bucket.fail("prefix=&", SLOW_DOWN);
        bucket.fail("_20260114T", SLOW_DOWN, SLOW_DOWN);

        Cli.Finished finished = cli.run("evaluate", "-o", "json", "s3://trail");

        assertThat(targets(finished)).containsExactly("a");
        assertThat(bucket.read()).hasSize(3);
    }

    @Test
    void goesOnWhereTheConnectionWasLost() throws Exception {
        endpoint(ACCOUNT, "eu-west-1", "2026-01-14", "a");
        bucket.fail("_20260114T", CUT_SHORT, CUT_SHORT);

        Cli.Finished finished = cli.run("evaluate", "-o", "json", "s3://trail");

        assertThat(targets(finished)).containsExactly("a");
        assertThat(bucket.read()).hasSize(3);
    }

    @Test
    void readsOneObject() throws Exception {
        endpoint(ACCOUNT, "eu-west-1", "2026-01-14", "a");

        assertThat(targets(cli.run(
                        "evaluate", "-o", "json", "s3://trail/" + key(ACCOUNT, "eu-west-1", "2026-01-14", "1000"))))
                .containsExactly("a");
        assertThat(bucket.listed()).isEmpty();
    }

    @Test
    void refusesWhatIsNoBucket() {
        Cli.Finished finished = cli.run("evaluate", "s3://Not_A_Bucket/x");

        assertThat(finished.err()).startsWith("overseer: \"s3://Not_A_Bucket/x\" names no bucket");
        assertThat(finished.status()).isEqualTo(2);
    }

    private void endpoint(String account, String region, String day, String name) throws Exception {
        bucket.put(
                key(account, region, day, "1000"),
                log(insecure(name)
                        .id("event-" + name)
                        .account(account)
                        .region(region)
                        .at(Instant.parse(day + "T09:55:00Z"))));
    }

    private static List<String> targets(Cli.Finished finished) {
        return finished.documents().stream()
                .map(document -> document.path("target").path("id").asText())
                .toList();
    }
}
