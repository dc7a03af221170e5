package dev.overseer.lambda;

import static dev.overseer.lambda.Scene.created;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.telemetry.UnreadableReason;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.TestClock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the reader says today must not end up under a reason that it does not fit. */
class UnreadableReasonTest {
    private final TestClock clock = new TestClock(Events.TIME);
    private final Stage stage =
            Rehearsal.of(new GluePlugin(), new FakeAws(clock), clock).stage();

    @Test
    void sortsWhatTheReaderRefuses() {
        assertThat(reason("")).isEqualTo(UnreadableReason.EMPTY);
        assertThat(reason("{\"detail\":")).isEqualTo(UnreadableReason.NOT_JSON);
        assertThat(reason("hello")).isEqualTo(UnreadableReason.NOT_JSON);
        assertThat(reason("{}".getBytes(UTF_16))).isEqualTo(UnreadableReason.NOT_JSON);
        assertThat(reason(new byte[] {0x1f, (byte) 0x8b, 8})).isEqualTo(UnreadableReason.NOT_JSON);
        assertThat(reason("[".repeat(300) + "]".repeat(300))).isEqualTo(UnreadableReason.OUT_OF_BOUNDS);
        assertThat(reason(created("x".repeat(1 << 20)).envelopeJson())).isEqualTo(UnreadableReason.OUT_OF_BOUNDS);
        assertThat(reason("{\"schema\":\"overseer/incident/0\"}")).isEqualTo(UnreadableReason.OTHER_SCHEMA);
        assertThat(reason("{\"schema\":\"overseer/outcome/1\"}")).isEqualTo(UnreadableReason.OTHER_SCHEMA);
        assertThat(reason("{\"schema\":\"overseer/incident/1\"}")).isEqualTo(UnreadableReason.WRONG_INCIDENT);
        assertThat(reason("{\"schema\":\"overseer/incident/1\",\"event\":7}"))
                .isEqualTo(UnreadableReason.WRONG_INCIDENT);
        assertThat(reason("{\"schema\":\"overseer/incident/1\",\"eventGzip\":\"?\"}"))
                .isEqualTo(UnreadableReason.WRONG_INCIDENT);
        assertThat(reason("7")).isEqualTo(UnreadableReason.NOT_AN_EVENT);
        assertThat(reason("{\"hello\":\"world\"}")).isEqualTo(UnreadableReason.NOT_AN_EVENT);
        assertThat(reason("{\"detail\":7}")).isEqualTo(UnreadableReason.NOT_AN_EVENT);
        assertThat(reason(created("test1").with("eventTime", "noon").envelopeJson()))
                .isEqualTo(UnreadableReason.WRONG_FIELD);
        assertThat(reason(created("test1").account("12a").envelopeJson())).isEqualTo(UnreadableReason.WRONG_FIELD);
    }

    private UnreadableReason reason(String input) {
        return reason(input.getBytes(UTF_8));
    }

    private UnreadableReason reason(byte[] input) {
        List<Arrival> arrivals = stage.arrivals(input);
        Set<UnreadableReason> reasons = EnumSet.noneOf(UnreadableReason.class);
        for (Arrival arrival : arrivals) {
            assertThat(arrival).isInstanceOf(Arrival.Unreadable.class);
            reasons.add(UnreadableReason.of(((Arrival.Unreadable) arrival).reading()));
        }
        assertThat(reasons).hasSize(1);
        return reasons.iterator().next();
    }
}
