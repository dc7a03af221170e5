package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.file;
import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.EndpointEvents.secure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What only a process of its own can show. */
@Tag("slow")
@Timeout(120)
class ProcessTest {
    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();
    private final GlueSimulator glue = new GlueSimulator(clock, Lifecycle.byLook("PROVISIONING", "READY"));
    private final FakeAws aws = new FakeAws(clock).install(glue).install(new StsSimulator());

    @Test
    void deletesAnEndpointGivenOnlyAnEndpointUrlAndKeys() throws Exception {
        Path input = created("test1");

        try (LoopbackAws loopback = new LoopbackAws(aws)) {
            Process overseer = calling(
                            loopback,
                            command("run", "--enforce=glue-dev-endpoint", "--look-every", "1s", input.toString()))
                    .start();

            assertThat(text(overseer.getInputStream())).startsWith("REMEDIATED  glue-dev-endpoint  test1");
            assertThat(text(overseer.getErrorStream()))
                    .startsWith("Enforcing glue-dev-endpoint as arn:aws:sts::123456789012:");
            assertThat(overseer.waitFor()).isZero();
        }
        assertThat(glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void printsWhatIsOpenWhenItIsTerminated() throws Exception {
        Path input = created("test1");

        try (LoopbackAws loopback = new LoopbackAws(aws)) {
            Process overseer = calling(loopback, command("run", "--enforce", "--look-every", "10m", input.toString()))
                    .start();
            BufferedReader progress = overseer.errorReader(StandardCharsets.UTF_8);
            assertThat(progress.readLine()).startsWith("Enforcing");
            assertThat(progress.readLine()).contains("test1: again in 10m");
            overseer.toHandle().destroy();

            assertThat(text(overseer.getInputStream()))
                    .startsWith("SUSPENDED   glue-dev-endpoint  test1  waiting for READY; it is PROVISIONING");
            assertThat(overseer.waitFor()).isEqualTo(3);
        }
        assertThat(glue.exists("test1")).isTrue();
    }

    @Test
    void worksOnAQueueUntilItIsTerminated() throws Exception {
        EventBuilder event = insecure("test1").at(clock.instant());
        glue.endpoint("test1").create();
        SQSRestServer server =
                SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
        String endpoint =
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();

        try (LoopbackAws loopback = new LoopbackAws(aws);
                SqsClient sqs = sqs(endpoint)) {
            String queue =
                    sqs.createQueue(create -> create.queueName("overseer")).queueUrl();
            sqs.sendMessage(send -> send.queueUrl(queue).messageBody(event.envelopeJson()));
            ProcessBuilder start = calling(
                    loopback,
                    command(
                            "worker",
                            "--queue-url",
                            queue,
                            "--enforce=glue-dev-endpoint",
                            "--look-every=1s",
                            "--grace=3s"));
            start.environment().put("AWS_REGION", "eu-west-1");
            Process worker = start.start();
            BufferedReader errors = worker.errorReader(StandardCharsets.UTF_8);
            assertThat(errors.readLine()).startsWith("Enforcing glue-dev-endpoint as arn:aws:sts::123456789012:");
            assertThat(errors.readLine()).startsWith("Working on " + queue);
            assertThat(worker.inputReader(StandardCharsets.UTF_8).readLine())
                    .startsWith("REMEDIATED  glue-dev-endpoint  test1");
            worker.toHandle().destroy();

            assertThat(errors.lines())
                    .last()
                    .asString()
                    .startsWith("Stopping: ")
                    .endsWith("; 3s at most");
            assertThat(worker.waitFor()).isZero();
        } finally {
            server.stopAndWait();
        }
        assertThat(glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void aWorkerFollowsItsConfiguration() throws Exception {
        glue.endpoint("test1").create();
        Path file = Files.writeString(folder.resolve("overseer.yaml"), mode("dry-run"));
        SQSRestServer server =
                SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
        String endpoint =
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();

        try (LoopbackAws loopback = new LoopbackAws(aws);
                SqsClient sqs = sqs(endpoint)) {
            String queue =
                    sqs.createQueue(create -> create.queueName("overseer")).queueUrl();
            ProcessBuilder start = calling(
                    loopback,
                    command(
                            "worker",
                            "--queue-url",
                            queue,
                            "--config",
                            file.toString(),
                            "--look-every=1s",
                            "--grace=1s",
                            "--log-format=json"));
            start.environment().put("AWS_REGION", "eu-west-1");
            Process worker = start.start();
            BufferedReader errors = worker.errorReader(StandardCharsets.UTF_8);
            BufferedReader results = worker.inputReader(StandardCharsets.UTF_8);

            sqs.sendMessage(send -> send.queueUrl(queue)
                    .messageBody(insecure("test1").id("e1").at(clock.instant()).envelopeJson()));
            assertThat(results.readLine()).startsWith("PLANNED     glue-dev-endpoint  test1");

            Files.writeString(file, mode("enfroce"));
            sqs.sendMessage(send -> send.queueUrl(queue)
                    .messageBody(insecure("test1").id("e2").at(clock.instant()).envelopeJson()));
            assertThat(lineThat(errors, "overseer: no messages are taken before this is mended"))
                    .contains(file + " has 1 problem");
            assertThat(glue.exists("test1")).isTrue();

            Files.writeString(file, mode("enforce"));
            assertThat(lineThat(errors, "The configuration can be used again")).isNotEmpty();
            sqs.sendMessage(send -> send.queueUrl(queue)
                    .messageBody(insecure("test1").id("e3").at(clock.instant()).envelopeJson()));
            assertThat(results.readLine()).startsWith("REMEDIATED  glue-dev-endpoint  test1");
            worker.toHandle().destroy();
            assertThat(errors.lines().filter(line -> line.startsWith("{")))
                    .as("what it logs is of the names that the function's log has")
                    .anyMatch(line ->
                            line.contains("\"outcome\":\"REMEDIATED\"") && line.contains("\"target\":\"test1\""))
                    .anyMatch(line -> line.contains("\"FunctionName\":\"overseer-worker\"")
                            && line.contains("\"Outcome\":\"REMEDIATED\"")
                            && line.contains("\"Incidents\":1"));
            assertThat(worker.waitFor()).isZero();
        } finally {
            server.stopAndWait();
        }
        assertThat(glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    private String mode(String mode) {
        return """
                controls: {glue-dev-endpoint: {mode: %s}}
                ledger: {type: sqlite, path: "%s"}
                """.formatted(mode, folder.resolve("ledger.db"));
    }

    private static String lineThat(BufferedReader lines, String begins) {
        return lines.lines().filter(line -> line.startsWith(begins)).findFirst().orElseThrow();
    }

    private static SqsClient sqs(String endpoint) {
        return SqsClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(URI.create(endpoint))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret")))
                .build();
    }

    @Test
    void aWorkerThatHasNoQueueSaysWhatToCheckAndFails() throws Exception {
        try (LoopbackAws loopback = new LoopbackAws(aws);
                VirtualSqs sqs = new VirtualSqs(5)) {
            ProcessBuilder start = calling(loopback, command("worker", "--queue-url", sqs.queue() + "2"));
            start.environment().put("AWS_REGION", "eu-west-1");
            Process worker = start.start();

            assertThat(text(worker.getErrorStream()))
                    .contains("overseer: There is no queue " + sqs.queue() + "2. Check its name \"overseer2\"")
                    .doesNotContain("Stopping");
            assertThat(text(worker.getInputStream())).isEmpty();
            assertThat(worker.waitFor()).isEqualTo(2);
        }
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput() throws Exception {
        EventBuilder[] many =
                IntStream.range(0, 5000).mapToObj(i -> insecure("endpoint" + i)).toArray(EventBuilder[]::new);
        Path input = file(folder.resolve("events.jsonl"), many);

        Process overseer = new ProcessBuilder(command("evaluate", input.toString())).start();
        try (BufferedReader head = overseer.inputReader(StandardCharsets.UTF_8)) {
            assertThat(head.readLine()).startsWith("FAILS");
        }

        assertThat(text(overseer.getErrorStream())).isEmpty();
        assertThat(overseer.waitFor()).isZero();
    }

    @Test
    void judgesAnEventWithoutStartingWhatThatDoesNotNeed() throws Exception {
        Path input = file(folder.resolve("event.json"), secure("test1"));
        Path log = folder.resolve("classes.log");
        List<String> command = command("evaluate", input.toString());
        command.add(1, "-Xlog:class+load:file=" + log + ":none");

        Process overseer = new ProcessBuilder(command).start();

        assertThat(text(overseer.getInputStream())).startsWith("PASSES");
        assertThat(overseer.waitFor()).isZero();
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.startsWith("dev.overseer.cli.EvaluateCommand "))
                .noneMatch(line -> line.startsWith("com.google.inject."))
                .noneMatch(line -> line.startsWith("picocli."))
                .noneMatch(line -> line.startsWith("org.slf4j.") || line.startsWith("ch.qos.logback."))
                .noneMatch(line -> line.startsWith("java.util.logging."))
                .noneMatch(line -> line.startsWith("org.yaml.snakeyaml."))
                .noneMatch(line -> line.startsWith("software.amazon.awssdk.services.ssm."))
                .noneMatch(line -> line.startsWith("software.amazon.awssdk.regions."))
                .noneMatch(line -> line.startsWith("software.amazon.awssdk.services.glue.DefaultGlueClient"));
    }

    @Test
    void readsAConfigurationWithoutLoadingTheParameterStore() throws Exception {
        Path input = file(folder.resolve("event.json"), secure("test1"));
        Files.writeString(folder.resolve("overseer.yaml"), "mode: off");
        Path log = folder.resolve("classes.log");
        List<String> command = command("evaluate", input.toString());
        command.add(1, "-Xlog:class+load:file=" + log + ":none");

        Process overseer =
                new ProcessBuilder(command).directory(folder.toFile()).start();

        assertThat(text(overseer.getInputStream())).startsWith("ignored 1: 1 switched off");
        assertThat(overseer.waitFor()).isZero();
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.startsWith("org.yaml.snakeyaml."))
                .noneMatch(line -> line.startsWith("picocli."))
                .noneMatch(line -> line.startsWith("software.amazon.awssdk.services.ssm."));
    }

    @Test
    @Timeout(400)
    void readsTenMillionRecordsOfOneFileInLittleMemory() throws Exception {
        int records = 10_000_000;
        List<String> command = command("evaluate", "--summary", "-");
        command.add(1, "-Xmx128m");
        Process overseer = new ProcessBuilder(command).start();

        try (Writer file = new BufferedWriter(overseer.outputWriter(StandardCharsets.UTF_8), 1 << 16)) {
            file.write("{\"Records\":[");
            for (int i = 0; i < records; i++) {
                file.write(i == 0 ? "" : ",");
                file.write(
                        "{\"eventVersion\":\"1.11\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"DescribeInstances\",\"eventID\":\"");
                file.write(Integer.toString(i));
                file.write(
                        "\",\"eventTime\":\"2026-01-15T10:00:00Z\",\"awsRegion\":\"eu-west-1\",\"recipientAccountId\":\"123456789012\"}");
            }
            file.write("]}");
        }

        assertThat(text(overseer.getInputStream())).contains("ignored 10,000,000: 10,000,000 NO_CONTROL");
        assertThat(overseer.waitFor()).isZero();
    }

    private Path created(String name) throws IOException {
        EventBuilder event = insecure(name).at(clock.instant());
        glue.endpoint(name).create();
        return file(folder.resolve("event.json"), event);
    }

    static List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dguice_bytecode_gen_option=DISABLED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    static ProcessBuilder calling(LoopbackAws aws, List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("OVERSEER_"));
        process.environment().put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        process.environment().put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
        process.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
        process.environment().put("XDG_STATE_HOME", Cli.state().toString());
        return process;
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
