package dev.overseer.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Notifier;
import dev.overseer.runtime.notice.UndeliveredException;
import dev.overseer.testkit.Answer;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Each fault says where it is, what is wrong and what to do, and whether to try again. */
@Timeout(60)
class NotifierFaultsTest {
    private static final String THE_TOPIC = "The topic " + Aws.TOPIC + " ";
    private static final String THE_MAIL = "Mail from overseer@example.com by SES in eu-west-1 ";
    private static final String THE_BUS = "The event bus tickets in eu-west-1 ";

    private final Aws aws = new Aws();

    static Stream<Arguments> destinations() {
        return Stream.of(
                Arguments.of(Aws.SNS, THE_TOPIC, "sns:Publish on " + Aws.TOPIC),
                Arguments.of(Aws.SES, THE_MAIL, "ses:SendEmail on the identity of overseer@example.com"),
                Arguments.of(Aws.BUS, THE_BUS, "events:PutEvents on the event bus tickets"));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void whatThisProcessMayNotDo(Destination destination, String where, String permission) {
        aws.fake.fail(FakeAws.ANY).with(Fault.deny()).always();

        UndeliveredException fault = fault(destination);

        assertThat(fault)
                .hasMessageStartingWith(where + "may not be told by this process: User: ")
                .hasMessageContaining("is not authorized to perform")
                .hasMessageEndingWith("Allow its role " + permission);
        assertThat(fault.passing()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void throttling(Destination destination, String where) {
        aws.fake.fail(FakeAws.ANY).with(Fault.throttle()).always();

        assertThat(fault(destination))
                .hasMessageStartingWith(
                        where + "is throttled (Rate exceeded). If this lasts, ask for a higher quota of ")
                .matches(UndeliveredException::passing);
        assertThat(aws.fake.calls()).as("attempts").hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void anErrorOfTheServicesOwn(Destination destination, String where) {
        aws.fake.fail(FakeAws.ANY).with(Fault.serverError()).always();

        assertThat(fault(destination))
                .hasMessageStartingWith(where + "is not available at the moment: Internal service error")
                .matches(UndeliveredException::passing);
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void aBrokenConnection(Destination destination, String where) {
        aws.fake.fail(FakeAws.ANY).with(Fault.connectionReset()).always();

        assertThat(fault(destination))
                .hasMessageStartingWith(where + "does not answer: ")
                .hasMessageContaining(". Check the network from here to ")
                .matches(UndeliveredException::passing);
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void noCredentials(Destination destination, String where) {
        Notifier notifier = new Notifiers(aws.fake.connection().http(), () -> {
                    throw SdkClientException.create("Unable to load credentials from any of the providers.");
                })
                .open(destination);

        assertThat(fault(notifier))
                .hasMessage(
                        where
                                + "cannot be told: Unable to load credentials from any of the providers. Check this process's region and credentials")
                .matches(fault -> !fault.passing());
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void credentialsThatHaveExpired(Destination destination, String where) {
        answer(403, "ExpiredToken", "The security token included in the request is expired");

        assertThat(fault(destination)).hasMessageStartingWith(where + "was told with credentials that have expired. ");
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void aDestinationThatTakesForEver(Destination destination, String where) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SdkHttpClient http = UrlConnectionHttpClient.create()) {
            System.setProperty("aws.endpointUrl", "http://127.0.0.1:" + silent.getLocalPort());
            Notifier notifier = new Notifiers(http, Aws.CREDENTIALS, Duration.ofMillis(300)).open(destination);

            assertThat(fault(notifier))
                    .hasMessageStartingWith(where + "does not answer: ")
                    .matches(UndeliveredException::passing);
        } finally {
            System.clearProperty("aws.endpointUrl");
        }
    }

    @Test
    void aTopicThatDoesNotExist() {
        answer(404, "NotFound", "Topic does not exist");

        assertThat(fault(Aws.SNS)).hasMessage(THE_TOPIC + "does not exist. Make it, or correct its ARN in `notify`");
    }

    @Test
    void aTopicWhoseKeyThisProcessMayNotUse() {
        answer(400, "KMSAccessDenied", "User is not authorized to perform: kms:GenerateDataKey");

        assertThat(fault(Aws.SNS))
                .hasMessage(
                        THE_TOPIC
                                + "is encrypted with a key that this process cannot use: User is not authorized to perform: kms:GenerateDataKey (KMSAccessDenied). Allow its role kms:GenerateDataKey and kms:Decrypt on that key, in the key's policy too, and see that the key is enabled")
                .matches(fault -> !fault.passing());
    }

    @Test
    void aTopicWhoseKeyIsThrottled() {
        answer(400, "KMSThrottling", "Rate exceeded");

        assertThat(fault(Aws.SNS)).matches(UndeliveredException::passing);
    }

    @Test
    void aTopicThatIsThrottledInItsOwnWords() {
        answer(429, "Throttled", "Rate exceeded");

        assertThat(fault(Aws.SNS)).hasMessageContaining("is throttled").matches(UndeliveredException::passing);
    }

    @Test
    void anUnverifiedSender() {
        answer(
                400,
                "MessageRejected",
                "Email address is not verified. The following identities failed the check in region EU-WEST-1: overseer@example.com, team@example.com");

        assertThat(fault(Aws.SES))
                .hasMessageStartingWith(THE_MAIL + "was refused, since SES has not verified the sender: ")
                .hasMessageEndingWith("Verify the address or its domain in SES, in that region")
                .matches(fault -> !fault.passing());
    }

    @Test
    void anUnverifiedRecipientInTheSandbox() {
        answer(
                400,
                "MessageRejected",
                "Email address is not verified. The following identities failed the check in region EU-WEST-1: team@example.com");

        assertThat(fault(Aws.SES))
                .hasMessageContaining(
                        "was refused, since the account is in SES's sandbox and a recipient is not verified: ")
                .hasMessageEndingWith("Verify the recipients in SES, or ask AWS for production access");
    }

    @ParameterizedTest
    @CsvSource({
        "MailFromDomainNotVerified, MAIL FROM domain is not verified",
        "AccountSendingPausedException, sending is paused",
        "ConfigurationSetDoesNotExist, default configuration set does not exist",
        "MessageRejected, See that the addresses in `notify` are right",
        "InvalidParameterValue, refused the message"
    })
    void mailThatSesRefuses(String code, String says) {
        answer(400, code, "It said why.");

        assertThat(fault(Aws.SES)).hasMessageContaining(says).matches(fault -> !fault.passing());
    }

    @ParameterizedTest
    @CsvSource({
        "InternalFailure, is not available at the moment, true",
        "ThrottlingException, is throttled, true",
        "AccessDeniedException, may not be told by this process, false",
        "NotAuthorizedForSourceException, does not admit these events, false",
        "InvalidAccountIdException, does not exist, false",
        "MalformedDetail, refused the message, false"
    })
    void anEntryThatEventBridgeRefusesWhileItTakesTheCall(String code, String says, boolean passing) {
        aws.fake
                .fail("PutEvents")
                .with((call, service) ->
                        Aws.events("{\"ErrorCode\": \"%s\", \"ErrorMessage\": \"It said why.\"}".formatted(code)))
                .always();

        UndeliveredException fault = fault(Aws.BUS);

        assertThat(fault)
                .hasMessageStartingWith(THE_BUS)
                .hasMessageContaining(says)
                .hasMessageContaining("It said why");
        assertThat(fault.passing()).isEqualTo(passing);
    }

    @Test
    void anAnswerThatDoesNotSayThatTheEventWasTaken() {
        aws.fake
                .fail("PutEvents")
                .with((call, service) -> Answer.json(Aws.json("{\"FailedEntryCount\": 0}")))
                .always();

        assertThat(fault(Aws.BUS))
                .hasMessage(THE_BUS + "refused the message: it does not say that it took it (NoEventId)")
                .matches(fault -> !fault.passing());
    }

    @Test
    void aBusThatDoesNotExist() {
        answer(400, "ResourceNotFoundException", "Event bus tickets does not exist.");

        assertThat(fault(Aws.BUS))
                .hasMessage(THE_BUS
                        + "does not exist: Event bus tickets does not exist. Make it, or correct it in `notify`");
    }

    @Test
    void aServiceCannotSpoilALine() {
        answer(400, "InvalidParameter", "Invalid\n\u202eparameter " + "x".repeat(10_000));

        assertThat(fault(Aws.SNS).getMessage())
                .contains("Invalid\\n\\u{202e}parameter xxx")
                .hasSizeLessThan(700);
    }

    @Test
    void aProcessThatIsBeingStopped() {
        Thread.currentThread().interrupt();

        UndeliveredException fault = fault(Aws.SNS);

        assertThat(Thread.interrupted()).as("still says so").isTrue();
        assertThat(fault).hasMessage(THE_TOPIC + "was not told, since this process is being stopped");
        assertThat(fault.passing()).isTrue();
    }

    @Test
    void whatNobodyForesaw() {
        Notifier notifier = new Notifiers(aws.fake.connection().http(), () -> {
                    throw new IllegalStateException("the provider is closed");
                })
                .open(new Destination.Ses("a@example.com", List.of("b@example.com"), Optional.of("eu-west-1")));

        assertThatExceptionOfType(UndeliveredException.class)
                .isThrownBy(() -> notifier.send(Notices.remediated("test1")))
                .withMessageContaining("the provider is closed");
    }

    private void answer(int status, String code, String message) {
        aws.fake.fail(FakeAws.ANY).with(Fault.error(status, code, message)).always();
    }

    private UndeliveredException fault(Destination destination) {
        return fault(aws.notifier(destination));
    }

    private static UndeliveredException fault(Notifier notifier) {
        try (notifier) {
            return catchThrowableOfType(UndeliveredException.class, () -> notifier.send(Notices.remediated("test1")));
        }
    }
}
