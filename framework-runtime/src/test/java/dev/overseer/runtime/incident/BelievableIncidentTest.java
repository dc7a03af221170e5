package dev.overseer.runtime.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an incident says about its own past, opened at ten and read at eleven. */
class BelievableIncidentTest {
    private static final Instant OPENED = Instant.parse("2026-01-15T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-15T11:00:00Z");
    private static final CloudTrailEvent EVENT = event();

    @Test
    void whatCanHaveBeenIsBelieved() {
        Incident honest = incident(3, OPENED.plusSeconds(60), OPENED.plusSeconds(600), Duration.ofMinutes(5));

        assertThat(honest.believableAt(NOW)).isEqualTo(honest);
    }

    @Test
    void nothingWasBeforeItWasOpened() {
        Incident forged = incident(3, Instant.EPOCH, Instant.MIN, Duration.ofSeconds(Long.MIN_VALUE));

        assertThat(forged.believableAt(NOW)).isEqualTo(incident(3, OPENED, OPENED, Duration.ZERO));
    }

    @Test
    void nothingIsInTheFuture() {
        Incident forged = incident(3, Instant.MAX, NOW.plusMillis(1), Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(forged.believableAt(NOW)).isEqualTo(incident(3, NOW, NOW, Duration.ofHours(1)));
    }

    @Test
    void itWasOpenedByNowThoughTheClockOfWhoeverDidIsAhead() {
        Incident ahead = Incident.open("a-control", target(), EVENT, true, NOW.plusSeconds(2));

        assertThat(ahead.believableAt(NOW)).isEqualTo(Incident.open("a-control", target(), EVENT, true, NOW));
    }

    @Test
    void noLookWasRetriedBeforeItWas() {
        Incident forged = incident(1_000_000, OPENED, OPENED, Duration.ZERO);

        assertThat(forged.believableAt(NOW).retries()).isEqualTo(5);
    }

    @Test
    void theLedgerDoesNotKnowOfAWaitOfHours() {
        Incident fresh = Incident.open("a-control", target(), EVENT, true, OPENED);
        Incident.Told longest = new Incident.Told("READY", NOW.plus(Duration.ofHours(1)));
        Incident.Told forged =
                new Incident.Told("READY", NOW.plus(Duration.ofHours(1)).plusMillis(1));

        assertThat(fresh.told(longest).believableAt(NOW).told()).contains(longest);
        assertThat(fresh.told(forged).believableAt(NOW).told())
                .as("so the next wait is kept, and found if it is lost")
                .isEmpty();
    }

    @Test
    void whatIsNotSaidIsNotMadeUp() {
        Incident fresh = Incident.open("a-control", target(), EVENT, true, OPENED);

        assertThat(fresh.believableAt(NOW)).isEqualTo(fresh);
    }

    private static Incident incident(int retries, Instant missing, Instant unansweredSince, Duration unanswered) {
        return new Incident(
                "a-control",
                target(),
                new Cause.Reported(EVENT, true),
                Optional.empty(),
                OPENED,
                5,
                retries,
                Optional.of("checkpoint"),
                Optional.of(missing),
                Optional.of(unansweredSince),
                unanswered,
                Optional.of(new Incident.Told("READY", NOW.plus(Duration.ofMinutes(20)))));
    }

    private static ResourceRef target() {
        return new ResourceRef("aws", "123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "test1");
    }

    private static CloudTrailEvent event() {
        CloudTrailEvent.Attributes attributes = new CloudTrailEvent.Attributes(
                "e1",
                OPENED,
                "123456789012",
                "eu-west-1",
                "glue.amazonaws.com",
                "CreateDevEndpoint",
                "AwsApiCall",
                "unknown");
        return new CloudTrailEvent(
                attributes, NullNode.getInstance(), MissingNode.getInstance(), NullNode::getInstance);
    }
}
