package dev.overseer.plugin.ec2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Captured events, which are kept beside the checkout and not in it, against an EC2 in which they have just happened. */
class CapturedEventsTest {
    private static final Path EVENTS = Path.of("../../shared/data/events/ec2");

    @BeforeEach
    void theEventsAreThere() {
        assumeTrue(Files.isDirectory(EVENTS), () -> "No captured events at " + EVENTS.toAbsolutePath());
    }

    @Test
    void comeOutRightWhereAControlGuardsThemAndSucceeded() throws IOException {
        Map<String, String> expected = """
                AuthorizeSecurityGroupIngress-flatiron-1.eventbridge   COMPLIANT sg-abcd
                AuthorizeSecurityGroupIngress-invictus-1               COMPLIANT sgr-0bb31cddb2c27f401
                AuthorizeSecurityGroupIngress-invictus-2               REMEDIATED sgr-0a11552a7d225f5c7
                AuthorizeSecurityGroupIngress-panther-1                COMPLIANT sg-04f0b44316f7d2471
                AuthorizeSecurityGroupIngress-panther-2                REMEDIATED sg-0d921df5d84f7270a
                AuthorizeSecurityGroupIngress-streamalert-1.eventbridge  unreadable
                ModifyImageAttribute-invictus-1                        COMPLIANT ami-0aa1d83d0b0985c86
                ModifyImageAttribute-panther-1                         REMEDIATED ami-1111
                ModifyImageAttribute-panther-2                         COMPLIANT ami-1111
                ModifyImageAttribute-panther-3                         NO_TARGET
                ModifyImageAttribute-panther-4                         COMPLIANT ami-1111
                ModifyImageAttribute-stratus-1                         COMPLIANT ami-de1fbCab6ccB03e6D
                ModifyImageAttribute-streamalert-1.eventbridge         REMEDIATED ami-6eb72111
                ModifyImageAttribute-streamalert-3                     REMEDIATED ami-00000000000000000
                ModifySnapshotAttribute-flatiron-1.eventbridge         COMPLIANT snap-abc123
                ModifySnapshotAttribute-panther-1                      REMEDIATED snap-1111
                ModifySnapshotAttribute-panther-2                      COMPLIANT snap-1111
                ModifySnapshotAttribute-streamalert-1                  REMEDIATED snap-00000000000000000
                RunInstances-flatiron-1.eventbridge                    REMEDIATED i-abcd
                RunInstances-fullstop-4                                REMEDIATED i-affenbanane
                RunInstances-grycap-1                                  REMEDIATED i-069954d7c5578441f
                RunInstances-invictus-4                                REMEDIATED i-05c30218156bcc246
                RunInstances-panther-1                                 COMPLIANT i-07d06021b0da55115
                RunInstances-panther-2                                 COMPLIANT i-07d06021b0da55115
                RunInstances-panther-3                                 REMEDIATED i-0d7e4b9be8a0de6ea
                """.lines()
                .map(line -> line.split(" +", 2))
                .collect(Collectors.toMap(words -> words[0] + ".json", words -> words[1]));

        assertThat(ends(false)).isEqualTo(expected);
    }

    @Test
    void areIgnoredWhereTheCallFailed() throws IOException {
        Map<String, String> ends = ends(true);

        assertThat(ends).hasSize(8);
        assertThat(ends.values()).containsOnly("FAILED_CALL");
    }

    /** Returns how the events end that a control guards, those that report a failed call or the others. */
    private static Map<String, String> ends(boolean failed) throws IOException {
        Map<String, String> ends = new TreeMap<>();
        for (Path file : files()) {
            ObjectNode event = asWritten((ObjectNode) Scene.json(Files.readString(file)));
            String end = end(event);
            if (record(event).hasNonNull("errorCode") == failed && !end.equals("NO_CONTROL")) {
                ends.put(file.getFileName().toString(), end);
            }
        }
        return ends;
    }

    private static String end(ObjectNode event) {
        Transcript transcript = new Scene().rehearsal().play(event.toString().getBytes(UTF_8));
        if (!transcript.unreadable().isEmpty()) {
            return "unreadable";
        }
        return Stream.concat(
                        transcript.ignoredFor().stream().map(Enum::name),
                        transcript.closed().stream().map(CapturedEventsTest::text))
                .collect(Collectors.joining(", "));
    }

    private static String text(Step.Closed closed) {
        return closed.outcome().kind() + " " + closed.incident().target().id();
    }

    /**
     * Takes back what publishers did to events: some times are written as a database does, and one publisher put everything
     * into the envelope of another service.
     */
    private static ObjectNode asWritten(ObjectNode event) {
        ObjectNode record = record(event);
        record.put("eventTime", record.path("eventTime").asText().replaceFirst("^(\\S+) (\\S+?)(\\.0+)?$", "$1T$2Z"));
        return event.path("source").asText().equals("aws.sqs") ? record : event;
    }

    private static ObjectNode record(ObjectNode event) {
        return event.path("detail") instanceof ObjectNode detail ? detail : event;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            return files.sorted().toList();
        }
    }
}
