package dev.overseer.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.DevEndpoint;
import software.amazon.awssdk.services.glue.model.OAuth2Credentials;

class PreStateTest {
    private static final DevEndpoint ENDPOINT = DevEndpoint.builder()
            .endpointName("test1")
            .numberOfNodes(5)
            .securityGroupIds("sg-1", "sg-2")
            .arguments(Map.of("--password", "hunter2"))
            .build();

    @Test
    void describesAModelOfTheSdkByTheNamesOfItsFields() {
        assertThat(new PreState(Set.of()).of(ENDPOINT))
                .isEqualTo("{\"EndpointName\":\"test1\",\"SecurityGroupIds\":[\"sg-1\",\"sg-2\"],"
                        + "\"NumberOfNodes\":5,\"Arguments\":{\"--password\":\"hunter2\"}}");
    }

    @Test
    void masksWhatTheControlNamesAtAnyDepthAndInAnyCase() {
        record Guarded(DevEndpoint endpoint, String token) {}

        assertThat(new PreState(Set.of("arguments", "Token")).of(new Guarded(ENDPOINT, "hunter3")))
                .contains("\"EndpointName\":\"test1\"", "\"Arguments\":\"(masked)\"", "\"token\":\"(masked)\"")
                .doesNotContain("hunter");
    }

    @Test
    void masksWhatTheSdkHoldsForSensitive() {
        OAuth2Credentials credentials = OAuth2Credentials.builder()
                .accessToken("hunter2")
                .userManagedClientApplicationClientSecret("hunter3")
                .build();

        assertThat(credentials.toString()).contains("Redacted");
        assertThat(new PreState(Set.of()).of(credentials))
                .isEqualTo("{\"UserManagedClientApplicationClientSecret\":\"(masked)\",\"AccessToken\":\"(masked)\"}");
    }

    @Test
    void describesARecordWithWhateverItHolds() {
        record Bucket(String name, Optional<String> policy, List<Integer> ports, boolean open) {}

        assertThat(new PreState(Set.of()).of(new Bucket("logs", Optional.empty(), List.of(22, 3389), true)))
                .isEqualTo("{\"name\":\"logs\",\"policy\":null,\"ports\":[22,3389],\"open\":true}");
    }

    @Test
    void saysThatAResourceIsTooLargeInPlaceOfCuttingIt() {
        DevEndpoint large =
                ENDPOINT.toBuilder().failureReason("x".repeat(PreState.LONGEST)).build();

        assertThat(new PreState(Set.of()).of(large)).matches("\\{\"tooLargeToKeep\":6\\d{4}}");
    }

    @Test
    void saysWhatIsMissing() {
        PreState masking = new PreState(Set.of("arguments"));

        assertThat(masking.kept(ENDPOINT).gap()).contains("the ledger keeps no secrets: Arguments is masked");
        assertThat(masking.kept(ENDPOINT.toBuilder().arguments(null).build()).gap())
                .isEmpty();
        assertThat(PreState.gap(Likeness.tree(masking.of(ENDPOINT))))
                .isEqualTo(masking.kept(ENDPOINT).gap());
        assertThat(PreState.gap(Likeness.tree("{\"tooLargeToKeep\":70000}")))
                .contains("it has 70,000 characters, and the ledger keeps 65,536");
    }

    @Test
    void whoeverNamesSomethingLikeTheMaskHidesNothing() {
        assertThat(new PreState(Set.of())
                        .kept(ENDPOINT.toBuilder().endpointName("(masked)").build())
                        .gap())
                .isEmpty();
    }
}
