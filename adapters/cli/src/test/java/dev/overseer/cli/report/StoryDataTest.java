package dev.overseer.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.cli.KeptIncident;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.Story;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much of stories a page takes. */
class StoryDataTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    private final InMemoryLedger ledger = new InMemoryLedger();

    @Test
    void takesNoMoreThanThereIsRoomFor() {
        StoryData data = new StoryData(10_000);
        Story story = story(KeptIncident.of("x".repeat(100_000), NOW)
                .saying("y".repeat(100_000))
                .by("arn:aws:iam::123456789012:user/" + "z".repeat(100_000)));

        assertThat(data.add(story)).isTrue();
        assertThat(data.add(story)).isFalse();
        assertThat(data.count()).isEqualTo(1);
        assertThat(data.text().length()).isLessThan(10_000);
    }

    @Test
    void tellsTheLastOfManyMoments() {
        KeptIncident.of("test1", NOW).openIn(ledger);
        IntStream.range(0, 200).forEach(i -> KeptIncident.of("test1", NOW).openIn(ledger));
        StoryData data = new StoryData(1_000_000);

        data.add(story(KeptIncident.of("test1", NOW)));

        assertThat(data.text()).contains("[\"\",\"143 earlier moments: overseer show\"]", "HELD after look");
    }

    @Test
    void isAsciiThatEndsNoElement() {
        StoryData data = new StoryData(1_000_000);

        data.add(story(KeptIncident.of("</script><!-- & \u2028 ü", NOW)));

        assertThat(data.text()).doesNotContain("<", ">", "&").matches("\\p{ASCII}*");
    }

    private Story story(KeptIncident kept) {
        Incident incident = kept.closedIn(ledger, Kind.HELD);
        return Story.of(ledger.entry(incident.id()).orElseThrow(), ledger);
    }
}
