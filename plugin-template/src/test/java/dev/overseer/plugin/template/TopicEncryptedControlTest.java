package dev.overseer.plugin.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.SimulatedResources;
import dev.overseer.testkit.TestClock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicEncryptedControlTest {
    private final TestClock clock = new TestClock(Events.TIME);
    private final SimulatedResources<Map<String, String>> topics = Topics.simulated();
    private final FakeAws aws = new FakeAws(clock).install(topics);
    private final Rehearsal rehearsal = Rehearsal.of(new SnsPlugin(), aws, clock);

    @Test
    void encryptsATopicThatHasNoKey() {
        Outcome outcome = rehearsal
                .play(Events.apiCall("sns", "CreateTopic").request("name", "orders"))
                .outcome();

        assertThat(outcome.kind()).as(outcome.summary()).isEqualTo(Kind.REMEDIATED);
        assertThat(topics.find("orders")).contains(Map.of("KmsMasterKeyId", "alias/aws/sns"));
    }

    @Test
    void leavesATopicThatHasAKey() {
        var created = Events.apiCall("sns", "CreateTopic")
                .request("name", "orders")
                .request("attributes", Map.of("KmsMasterKeyId", "alias/orders"));

        assertThat(rehearsal.play(created).outcome().kind()).isEqualTo(Kind.COMPLIANT);
        assertThat(aws.writes()).isEmpty();
    }
}
