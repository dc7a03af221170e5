package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AccessDeniedException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class FaultTest {
    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(glue).install(new StsSimulator());
    private final GlueClient client = aws.client(GlueClient::builder);
    private final StsClient sts = aws.client(StsClient::builder);

    private final ThrowingCallable delete = () -> client.deleteDevEndpoint(r -> r.endpointName("test1"));
    private final ThrowingCallable read = () -> client.getDevEndpoint(r -> r.endpointName("test1"));

    @BeforeEach
    void anEndpointThatCouldBeDeleted() {
        glue.endpoint("test1").ready();
    }

    @Test
    void throttlingIsThrottlingToTheSdk() {
        aws.fail("DeleteDevEndpoint").with(Fault.throttle());

        assertThatThrownBy(delete).isInstanceOfSatisfying(GlueException.class, e -> {
            assertThat(e.isThrottlingException()).isTrue();
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
        });
        assertThat(glue.exists("test1")).isTrue();
    }

    @Test
    void serverErrorHasStatus500() {
        aws.fail("DeleteDevEndpoint").with(Fault.serverError());

        assertThatThrownBy(delete)
                .isInstanceOfSatisfying(
                        GlueException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
        assertThat(glue.exists("test1")).isTrue();
    }

    @Test
    void denialNamesCallerActionAndResource() {
        aws.fail("glue:DeleteDevEndpoint").with(Fault.deny());

        assertThatThrownBy(delete).isInstanceOfSatisfying(AccessDeniedException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo("User: arn:aws:sts::123456789012:assumed-role/Overseer/testkit is not authorized to "
                            + "perform: glue:DeleteDevEndpoint on resource: "
                            + "arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1 because no identity-based policy "
                            + "allows the glue:DeleteDevEndpoint action");
        });
        assertThat(glue.exists("test1")).isTrue();
    }

    @Test
    void anErrorOfTheServiceIsItsTypedException() {
        aws.fail("DeleteDevEndpoint").with(Fault.error(400, "InvalidInputException", "Not now"));

        assertThatThrownBy(delete).isInstanceOf(InvalidInputException.class).hasMessageStartingWith("Not now");
    }

    @Test
    void queryServicesWriteTheirErrorsInXml() {
        aws.fail("GetCallerIdentity").with(Fault.throttle());
        aws.fail("GetCallerIdentity").with(Fault.deny());
        aws.fail("GetCallerIdentity").with(Fault.error(400, "ValidationError", "1 < 2 & 3"));

        assertThatThrownBy(sts::getCallerIdentity)
                .isInstanceOfSatisfying(
                        StsException.class,
                        e -> assertThat(e.isThrottlingException()).isTrue());
        assertThatThrownBy(sts::getCallerIdentity).isInstanceOfSatisfying(StsException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
        });
        assertThatThrownBy(sts::getCallerIdentity).hasMessageStartingWith("1 < 2 & 3");
    }

    @Test
    void connectionResetLeavesTheServiceUnaware() {
        aws.fail("DeleteDevEndpoint").with(Fault.connectionReset());

        assertThatThrownBy(delete).isInstanceOf(SdkClientException.class).hasCauseInstanceOf(SocketException.class);
        assertThat(glue.exists("test1")).isTrue();
        assertThat(aws.calls("DeleteDevEndpoint")).hasSize(1);
    }

    @Test
    void resetAfterLosesTheAnswerOfWorkThatWasDone() {
        aws.fail("DeleteDevEndpoint").with(Fault.resetAfter());

        assertThatThrownBy(delete).isInstanceOf(SdkClientException.class).hasCauseInstanceOf(SocketException.class);
        assertThat(glue.exists("test1")).isFalse();
    }

    @Test
    void timeoutMayStrikeBeforeOrAfterTheWork() {
        aws.fail("DeleteDevEndpoint").with(Fault.timeout());
        aws.fail("DeleteDevEndpoint").with(Fault.timeoutAfter());

        assertThatThrownBy(delete)
                .isInstanceOf(SdkClientException.class)
                .hasCauseInstanceOf(SocketTimeoutException.class);
        assertThat(glue.exists("test1")).isTrue();
        assertThatThrownBy(delete)
                .isInstanceOf(SdkClientException.class)
                .hasCauseInstanceOf(SocketTimeoutException.class);
        assertThat(glue.exists("test1")).isFalse();
    }

    @Test
    void slowAnswerArrivesWhenTheTestReleasesIt() throws Exception {
        CompletableFuture<Void> released = new CompletableFuture<>();
        CompletableFuture<Void> workDone = new CompletableFuture<>();
        aws.fail("DeleteDevEndpoint").with(Fault.slow(released));
        aws.onCall("DeleteDevEndpoint").after(call -> workDone.complete(null));

        Thread caller = Thread.startVirtualThread(() -> client.deleteDevEndpoint(r -> r.endpointName("test1")));
        workDone.get();

        assertThat(caller.isAlive()).isTrue();
        assertThat(glue.exists("test1")).isFalse();
        assertThat(clock.instant()).isEqualTo(Events.TIME);
        released.complete(null);
        caller.join();
    }

    @Test
    void strikesOnceUnlessToldOtherwise() {
        aws.fail("GetDevEndpoint").with(Fault.throttle());

        assertThatThrownBy(read).isInstanceOf(GlueException.class);
        assertThatCode(read).doesNotThrowAnyException();
    }

    @Test
    void strikesTheFirstFewCalls() {
        aws.fail("GetDevEndpoint").with(Fault.throttle()).times(2);

        assertThatThrownBy(read).isInstanceOf(GlueException.class);
        assertThatThrownBy(read).isInstanceOf(GlueException.class);
        assertThatCode(read).doesNotThrowAnyException();
    }

    @Test
    void strikesOneCallInTheMiddle() {
        aws.fail("GetDevEndpoint").with(Fault.throttle()).nth(2);

        assertThatCode(read).doesNotThrowAnyException();
        assertThatThrownBy(read).isInstanceOf(GlueException.class);
        assertThatCode(read).doesNotThrowAnyException();
    }

    @Test
    void strikesEveryCallOfItsOperationAndNoOther() {
        aws.fail("DeleteDevEndpoint").with(Fault.throttle()).always();

        assertThatThrownBy(delete).isInstanceOf(GlueException.class);
        assertThatThrownBy(delete).isInstanceOf(GlueException.class);
        assertThatCode(read).doesNotThrowAnyException();
    }

    @Test
    void strikesEveryOperation() {
        aws.fail(FakeAws.ANY).with(Fault.serverError()).times(2);

        assertThatThrownBy(sts::getCallerIdentity).isInstanceOf(StsException.class);
        assertThatThrownBy(read).isInstanceOf(GlueException.class);
        assertThatCode(read).doesNotThrowAnyException();
    }
}
