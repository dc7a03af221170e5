package dev.overseer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

class CheckTest {
    private static final ControlContext CONTEXT = new NoAws();

    @Test
    void passesOrSaysWhatIsWrong() {
        Check<String> check = Check.require("subnet", subnet -> !subnet.isEmpty(), "has no subnet");

        assertThat(check.id()).isEqualTo("subnet");
        assertThat(check.live()).isFalse();
        assertThat(check.inspect("subnet-1", CONTEXT)).isEmpty();
        assertThat(check.inspect("", CONTEXT)).contains("has no subnet");
    }

    @Test
    void tellsItsFindingWithoutAResource() {
        Check<String> check = Check.require("subnet", subnet -> !subnet.isEmpty(), "has no subnet");

        assertThat(check.finding()).contains("has no subnet");
        assertThat(check.offByDefault().finding()).contains("has no subnet");
    }

    @Test
    void asksTheContextWhereItIsLive() {
        Check<String> check = Check.live(
                "same-account", (id, context) -> context.target().id().equals(id), "belongs to another account");

        assertThat(check.live()).isTrue();
        assertThat(check.inspect("test1", CONTEXT)).isEmpty();
        assertThat(check.inspect("test2", CONTEXT)).contains("belongs to another account");
    }

    @Test
    void asksTheSameOnceItIsSwitchedOn() {
        Check<String> check = Check.live("subnet", (subnet, context) -> !subnet.isEmpty(), "has no subnet");

        assertThat(check.onByDefault()).isTrue();
        assertThat(check.offByDefault().onByDefault()).isFalse();
        assertThat(check.offByDefault().id()).isEqualTo("subnet");
        assertThat(check.offByDefault().live()).isTrue();
        assertThat(check.offByDefault().inspect("", CONTEXT)).contains("has no subnet");
    }

    @ParameterizedTest
    @CsvSource({
        "EntityNotFoundException, 400",
        "InvalidGroup.NotFound, 400",
        "ResourceNotFoundException, 400",
        "NoSuchBucket, 404",
        "NoSuchEntity, 404",
        ", 404"
    })
    void takesNotFoundForAFindingWhereItIsLive(String code, int status) {
        Check<String> check = failing(code, status, true);

        assertThat(check.inspect("test1", CONTEXT)).contains("has no security configuration");
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, 400",
        "AccessDenied, 403",
        "ThrottlingException, 400",
        "InternalServiceException, 500",
        ", 503"
    })
    void findsNothingWhereAwsDeniesThrottlesOrFails(String code, int status) {
        Check<String> check = failing(code, status, true);

        assertThatExceptionOfType(AwsServiceException.class)
                .isThrownBy(() -> check.inspect("test1", CONTEXT))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(status));
    }

    @Test
    void takesNoAnswerOfAwsForAFindingWhereItIsNotLive() {
        Check<String> check = failing("EntityNotFoundException", 404, false);

        assertThatExceptionOfType(AwsServiceException.class).isThrownBy(() -> check.inspect("test1", CONTEXT));
    }

    private static Check<String> failing(String code, int status, boolean live) {
        AwsErrorDetails details = code == null
                ? null
                : AwsErrorDetails.builder().errorCode(code).errorMessage("no").build();
        AwsServiceException answer = AwsServiceException.builder()
                .awsErrorDetails(details)
                .statusCode(status)
                .build();
        String otherwise = "has no security configuration";
        return live
                ? Check.live(
                        "security-configuration",
                        (id, context) -> {
                            throw answer;
                        },
                        otherwise)
                : Check.require(
                        "security-configuration",
                        id -> {
                            throw answer;
                        },
                        otherwise);
    }

    private record NoAws() implements ControlContext {
        @Override
        public Optional<CloudTrailEvent> event() {
            return Optional.empty();
        }

        @Override
        public ResourceRef target() {
            return ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "test1");
        }

        @Override
        public Optional<String> checkpoint() {
            return Optional.empty();
        }

        @Override
        public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(Supplier<B> builder) {
            throw new AssertionError("no AWS here");
        }

        @Override
        public <T extends Record> T settings(Class<T> type) {
            throw new AssertionError("no settings here");
        }
    }
}
