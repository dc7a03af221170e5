package dev.overseer.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.Reading;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/**
 * The management events of the last 90 days in the caller's account, as CloudTrail's {@code LookupEvents} has them: a
 * piece for each region and day. Within a day, the latest comes first.
 *
 * <p>Asks twice a second in each region, which is what AWS allows. Source: <a
 * href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html">LookupEvents</a>.
 */
public final class EventLookup implements Pieces {
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(500);
    private static final Duration KEPT = Duration.ofDays(90);

    private final Function<String, CloudTrailClient> clients;
    private final List<String> regions;
    private final Slice slice;
    private final EventReader reader;
    private final Clock clock;
    private final Pacer.Pause pause;

    /**
     * Makes a lookup.
     *
     * @param clients gives the client of a region. It is left open
     * @param pause how to wait for the next request
     */
    EventLookup(
            Function<String, CloudTrailClient> clients,
            List<String> regions,
            Slice slice,
            EventReader reader,
            Clock clock,
            Pacer.Pause pause) {
        this.clients = clients;
        this.regions = regions.stream().sorted().distinct().toList();
        this.slice = slice;
        this.reader = reader;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public void find(Sink to) throws InterruptedException {
        Instant end = slice.to().orElse(clock.instant());
        Instant start = slice.from().orElse(end.minus(KEPT));
        for (String region : regions) {
            CloudTrailClient client = clients.apply(region);
            Pacer pacer = new Pacer(clock, BETWEEN_REQUESTS, pause);
            Instant day = start;
            while (day.isBefore(end)) {
                Instant nextDay = LogKey.startOfDay(day).plus(Duration.ofDays(1));
                Day asked = new Day(region, day, nextDay.isBefore(end) ? nextDay : end);
                if (slice.after()
                        .filter(done -> asked.name().compareTo(done) <= 0)
                        .isEmpty()) {
                    to.accept(new Piece(asked.name(), 0, events -> read(asked, client, pacer, events)));
                }
                day = nextDay;
            }
        }
    }

    /** Part of a day in a region, up to an end that is no part of it. */
    private record Day(String region, Instant from, Instant to) {
        String name() {
            return "lookup-events:%s/%s"
                    .formatted(region, LogKey.startOfDay(from).toString().substring(0, 10));
        }
    }

    private void read(Day day, CloudTrailClient client, Pacer pacer, Consumer<Reading> to)
            throws IOException, InterruptedException {
        Optional<String> token = Optional.empty();
        do {
            pacer.await();
            LookupEventsResponse page = page(day, client, token);
            page.events().forEach(event -> read(event, day, to));
            token = Optional.ofNullable(page.nextToken());
        } while (token.isPresent());
    }

    private void read(Event event, Day day, Consumer<Reading> to) {
        String source = day.name() + ", event " + event.eventId();
        String record = event.cloudTrailEvent() == null ? "" : event.cloudTrailEvent();
        reader.read(record.getBytes(UTF_8), source, to);
    }

    private static LookupEventsResponse page(Day day, CloudTrailClient client, Optional<String> token)
            throws IOException {
        try {
            // The end is part of what LookupEvents returns, which counts in whole seconds.
            return client.lookupEvents(ask ->
                    ask.startTime(day.from()).endTime(day.to().minusMillis(1)).nextToken(token.orElse(null)));
        } catch (SdkException failure) {
            throw new IOException("cloudtrail:LookupEvents: " + failure.getMessage(), failure);
        }
    }
}
