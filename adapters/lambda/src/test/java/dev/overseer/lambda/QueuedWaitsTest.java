package dev.overseer.lambda;

import static dev.overseer.lambda.Scene.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.sqs.QueueUrl;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.TestClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

class QueuedWaitsTest {
    private static final Incident INCIDENT = Incident.open(
            "glue-dev-endpoint",
            ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "test1"),
            created("test1").event(),
            true,
            Events.TIME);

    private final TestClock clock = new TestClock(Events.TIME);
    private final SimulatedQueue queue = new SimulatedQueue();
    private final FakeAws aws = new FakeAws(clock).install(queue);

    @Test
    void countsOneMoreHop() {
        waits(Optional.empty())
                .sendOn(
                        INCIDENT,
                        Duration.ofMinutes(5),
                        JsonNodeFactory.instance.objectNode().put("hops", 3));

        assertThat(queue.sent).singleElement().satisfies(sent -> {
            assertThat(sent.path("DelaySeconds").asInt()).isEqualTo(300);
            assertThat(Scene.json(sent.path("MessageBody").asText())
                            .path("hops")
                            .asInt())
                    .isEqualTo(4);
        });
    }

    @Test
    void leavesLongWaitsToTheSchedulerWhereThereIsARole() {
        Waits waits = waits(Optional.of("arn:aws:iam::123456789012:role/OverseerScheduler"));

        assertThatExceptionOfType(CannotWaitException.class)
                .as("nobody simulates Scheduler here")
                .isThrownBy(() -> waits.sendOn(INCIDENT, Duration.ofMinutes(20), MissingNode.getInstance()));
        assertThat(aws.calls()).extracting(AwsCall::service).containsExactly("scheduler");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QueueDoesNotExist",
                "AccessDeniedException",
                "ExpiredTokenException",
                "UnrecognizedClientException",
                "InvalidAddress"
            })
    void saysWhatToCheckWhereNothingCanBeSent(String code) {
        aws.fail("SendMessage").with(Fault.error(400, code, "What AWS says")).always();

        assertThatExceptionOfType(CannotWaitException.class)
                .isThrownBy(() ->
                        waits(Optional.empty()).sendOn(INCIDENT, Duration.ofMinutes(5), MissingNode.getInstance()))
                .withMessageContaining(SimulatedQueue.URL)
                .withMessageContaining("What AWS says")
                .withMessageContaining(code)
                .withCauseInstanceOf(SdkException.class);
    }

    @Test
    void leavesOnlyOneMessageBehindWhereALaterTryMaySucceed() {
        aws.fail("SendMessage").with(Fault.serverError()).always();

        assertThatExceptionOfType(SdkException.class)
                .isThrownBy(() ->
                        waits(Optional.empty()).sendOn(INCIDENT, Duration.ofMinutes(5), MissingNode.getInstance()));
    }

    private Waits waits(Optional<String> schedulerRole) {
        AwsAccess access = new AwsAccess(
                aws.connection().http(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret")),
                new TargetRole("arn:aws:iam::123456789012:role/OverseerTarget", Optional.empty(), Optional.empty()),
                Region.EU_WEST_1);
        return access.waits(QueueUrl.parse(SimulatedQueue.URL), schedulerRole, clock);
    }
}
