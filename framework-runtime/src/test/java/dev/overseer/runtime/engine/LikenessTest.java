package dev.overseer.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.DevEndpoint;

class LikenessTest {
    private static final DevEndpoint ENDPOINT = DevEndpoint.builder()
            .endpointName("test1")
            .numberOfNodes(5)
            .securityGroupIds("sg-1", "sg-2")
            .lastModifiedTimestamp(Instant.parse("2026-01-31T12:00:00Z"))
            .build();

    @Test
    void theSameIsAlike() {
        assertThat(differences(ENDPOINT, ENDPOINT)).isEmpty();
        assertThat(differences(
                        new Bucket("a", 7_000_000_000L, Optional.empty()),
                        new Bucket("a", 7_000_000_000L, Optional.empty())))
                .isEmpty();
    }

    @Test
    void neitherTheTimesOfTheSdkNorTheOrderOfListsCount() {
        DevEndpoint later = ENDPOINT.toBuilder()
                .lastModifiedTimestamp(Instant.parse("2026-02-01T12:00:00Z"))
                .securityGroupIds("sg-2", "sg-1")
                .build();
        DevEndpoint without = ENDPOINT.toBuilder().lastModifiedTimestamp(null).build();

        assertThat(differences(ENDPOINT, later)).isEmpty();
        assertThat(differences(ENDPOINT, without)).isEmpty();
        assertThat(differences(without, ENDPOINT)).isEmpty();
    }

    @Test
    void aTimeInARecordCounts() {
        record Rule(Instant expires) {}

        assertThat(differences(new Rule(Instant.EPOCH), new Rule(Instant.EPOCH.plusSeconds(1))))
                .containsExactly("expires (\"1970-01-01T00:00:00Z\" then, \"1970-01-01T00:00:01Z\" now)");
    }

    @Test
    void saysWhatIsDifferent() {
        DevEndpoint other = ENDPOINT.toBuilder()
                .numberOfNodes(2)
                .arguments(Map.of("--x", "y".repeat(100)))
                .securityGroupIds("sg-1", "sg-2", "sg-2")
                .build();

        assertThat(differences(ENDPOINT, other))
                .containsExactly(
                        "Arguments (nothing then, {\"--x\":\"" + "y".repeat(51) + "… now)",
                        "NumberOfNodes (5 then, 2 now)",
                        "SecurityGroupIds ([\"sg-1\",\"sg-2\"] then, [\"sg-1\",\"sg-2\",\"sg-2\"] now)");
    }

    @Test
    void namesAFew() {
        assertThat(Likeness.text(List.of("a", "b", "c", "d", "e", "f", "g"))).isEqualTo("a, b, c, d, e and 2 more");
        assertThat(Likeness.text(List.of("a", "b"))).isEqualTo("a, b");
    }

    private record Bucket(String name, long size, Optional<String> policy) {}

    private static List<String> differences(Object then, Object now) {
        PreState description = new PreState(Set.of());
        return new Likeness(description).differences(Likeness.tree(description.of(then)), now);
    }
}
