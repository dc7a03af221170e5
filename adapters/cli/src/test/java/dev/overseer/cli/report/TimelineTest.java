package dev.overseer.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.cli.report.Timeline.Unit;
import dev.overseer.runtime.ledger.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which bars a chart has. */
class TimelineTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    private final SortedMap<LocalDate, Tallies> days = new TreeMap<>();

    @Test
    void hasADayEachUpToToday() {
        heldOn("2025-12-20");

        Timeline timeline = Timeline.of(days, Span.ALL, NOW);

        assertThat(timeline.unit()).isEqualTo(Unit.DAY);
        assertThat(timeline.bars()).hasSize(27);
        assertThat(timeline.bars().getFirst().label()).isEqualTo("2025-12-20");
        assertThat(timeline.bars().getFirst().tallies().of(Series.HELD)).isEqualTo(1);
        assertThat(timeline.bars().getLast().label()).isEqualTo("2026-01-15");
        assertThat(timeline.highest()).isEqualTo(1);
    }

    @Test
    void aSingleDayIsNoWiderThanOthers() {
        heldOn("2026-01-15");

        assertThat(Timeline.of(days, Span.ALL, NOW).bars()).hasSize(14);
    }

    @Test
    void hasWeeksMonthsOrYearsWhereThereAreTooManyDays() {
        heldOn("2025-06-04");
        assertThat(Timeline.of(days, Span.ALL, NOW).unit()).isEqualTo(Unit.WEEK);
        assertThat(Timeline.of(days, Span.ALL, NOW).bars().getFirst().label()).isEqualTo("week of 2025-06-02");

        heldOn("2021-06-04");
        assertThat(Timeline.of(days, Span.ALL, NOW).unit()).isEqualTo(Unit.MONTH);
        assertThat(Timeline.of(days, Span.ALL, NOW).bars().getFirst().label()).isEqualTo("2021-06");

        heldOn("1971-06-04");
        assertThat(Timeline.of(days, Span.ALL, NOW).unit()).isEqualTo(Unit.YEAR);
        assertThat(Timeline.of(days, Span.ALL, NOW).bars()).hasSize(56);
    }

    @Test
    void beginsWithTheTimeThatIsAskedForAndDoesNotGoOnAfterToday() {
        heldOn("2026-01-10");

        Timeline timeline = Timeline.of(
                days,
                new Span(
                        Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                        Optional.of(Instant.parse("2026-02-01T00:00:00Z"))),
                NOW);

        assertThat(timeline.bars()).hasSize(15);
        assertThat(timeline.bars().getFirst().label()).isEqualTo("2026-01-01");
    }

    @Test
    void endsWithTheTimeThatIsAskedFor() {
        heldOn("2025-12-10");

        Timeline timeline =
                Timeline.of(days, new Span(Optional.empty(), Optional.of(Instant.parse("2026-01-01T00:00:00Z"))), NOW);

        assertThat(timeline.bars().getLast().label()).isEqualTo("2025-12-31");
    }

    @Test
    void doesNotGoBackToTheBeginningOfTime() {
        heldOn("2026-01-10");

        assertThat(Timeline.of(days, new Span(Optional.of(Instant.MIN), Optional.empty()), NOW)
                        .bars())
                .hasSize(57);
    }

    @Test
    void whatAFastClockKeptIsThereAsWell() {
        heldOn("2026-01-17");

        assertThat(Timeline.of(days, Span.ALL, NOW).bars().getLast().label()).isEqualTo("2026-01-17");
    }

    private void heldOn(String day) {
        days.computeIfAbsent(LocalDate.parse(day), any -> new Tallies()).add(Series.HELD, true);
    }
}
