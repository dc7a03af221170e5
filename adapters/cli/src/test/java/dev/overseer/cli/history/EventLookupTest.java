package dev.overseer.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.Reading;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.TestClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.CloudTrailException;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

class EventLookupTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-16T00:00:00Z"));
    private final List<String> asked = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @Test
    void asksForEachDayAndPageTwiceASecond() throws Exception {
        Slice slice = slice("2026-01-14T18:00:00Z", "2026-01-15T06:00:00Z", Optional.empty());

        read(slice);

        assertThat(asked)
                .containsExactly(
                        "2026-01-16T00:00:00Z 2026-01-14T18:00:00Z 2026-01-14T23:59:59.999Z null",
                        "2026-01-16T00:00:00.500Z 2026-01-14T18:00:00Z 2026-01-14T23:59:59.999Z more",
                        "2026-01-16T00:00:01Z 2026-01-15T00:00:00Z 2026-01-15T05:59:59.999Z null",
                        "2026-01-16T00:00:01.500Z 2026-01-15T00:00:00Z 2026-01-15T05:59:59.999Z more");
        assertThat(heard)
                .containsExactly(
                        "lookup-events:eu-west-1/2026-01-14",
                        "AssumeRole",
                        "AssumeRole",
                        "lookup-events:eu-west-1/2026-01-15",
                        "AssumeRole",
                        "AssumeRole");
    }

    @Test
    void goesOnAfterADay() throws Exception {
        read(slice("2026-01-14T18:00:00Z", "2026-01-15T06:00:00Z", Optional.of("lookup-events:eu-west-1/2026-01-14")));

        assertThat(asked).hasSize(2).allMatch(request -> request.contains("2026-01-15T00:00:00Z"));
    }

    private void read(Slice slice) throws Exception {
        EventReader reader = new EventReader(new EventRouter(List.of()));
        EventLookup lookup =
                new EventLookup(region -> new TwoPages(), List.of("eu-west-1"), slice, reader, clock, clock::advance);
        List<Piece> pieces = new ArrayList<>();
        lookup.find(pieces::add);
        for (Piece piece : pieces) {
            heard.add(piece.name());
            piece.content().read(reading -> heard.add(name(reading)));
        }
    }

    private static String name(Reading reading) {
        return reading instanceof Reading.Ignored(var reason, EventRow row) ? row.name() : "another";
    }

    private static Slice slice(String from, String to, Optional<String> after) {
        return new Slice(Optional.of(Instant.parse(from)), Optional.of(Instant.parse(to)), Set.of(), Set.of(), after);
    }

    /** Two pages with an event each, whatever is asked for. */
    private final class TwoPages implements CloudTrailClient {
        @Override
        public LookupEventsResponse lookupEvents(LookupEventsRequest request) throws CloudTrailException {
            asked.add("%s %s %s %s"
                    .formatted(clock.instant(), request.startTime(), request.endTime(), request.nextToken()));
            Event event = Event.builder()
                    .eventId("event")
                    .cloudTrailEvent(Events.apiCall("sts", "AssumeRole").json())
                    .build();
            return LookupEventsResponse.builder()
                    .events(event)
                    .nextToken(request.nextToken() == null ? "more" : null)
                    .build();
        }

        @Override
        public String serviceName() {
            return "cloudtrail";
        }

        @Override
        public void close() {}
    }
}
