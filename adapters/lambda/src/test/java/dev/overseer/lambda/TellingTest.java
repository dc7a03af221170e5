package dev.overseer.lambda;

import static dev.overseer.lambda.Batches.message;
import static dev.overseer.lambda.Batches.sqs;
import static dev.overseer.lambda.Scene.created;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.ledger.Undelivered;
import dev.overseer.runtime.notice.UndeliveredException;
import dev.overseer.testkit.Events;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is told by a function, which may be frozen for good when an invocation has ended. */
class TellingTest {
    private final Scene scene = new Scene();

    @Test
    void anInvocationThatHasEndedHoldsNothingBack() {
        scene.invoke(batch(15));

        assertThat(scene.told.singles()).hasSize(10).startsWith("test0").endsWith("test9");
        assertThat(scene.told.digests()).containsExactly(5);
    }

    @Test
    void theTenOfAMinuteAreThoseOfAllItsInvocations() {
        scene.invoke(batch(8));
        scene.invoke(batch(8, 4));
        scene.clock.advance(Duration.ofMinutes(1));
        scene.invoke(batch(12, 1));

        assertThat(scene.told.singles()).hasSize(11).endsWith("test12");
        assertThat(scene.told.digests()).containsExactly(2);
    }

    @Test
    void whatIsNotTakenChangesNoAnswerAndIsKept() {
        scene.told.fail(
                new UndeliveredException("denied. Grant events:PutEvents", false, new IllegalStateException("403")));

        assertThat(scene.failures(batch(1))).isEmpty();
        assertThat(scene.glue.exists("test0")).isFalse();
        assertThat(scene.ledger.undelivered())
                .containsExactly(Undelivered.of(
                        "eventbridge default", 1, scene.clock.instant(), "denied. Grant events:PutEvents"));
    }

    @Test
    void whatThrowsChangesNoAnswer() {
        scene.told.fail(new IllegalStateException("a bug"));

        assertThat(scene.failures(batch(1))).isEmpty();
        assertThat(scene.ledger.undelivered()).hasSize(1);
    }

    @Test
    void triesAgainWhileThereIsTimeButNotForLong() {
        scene.told.fail(new UndeliveredException("throttled", true, new IllegalStateException("429")));

        scene.invoke(batch(1));

        assertThat(scene.ledger.undelivered())
                .extracting(Undelivered::last)
                .containsExactly(Events.TIME.plusSeconds(2));
    }

    @Test
    void keepsWhatThereIsNoTimeFor() {
        scene.glue.endpoint("test0").ready();

        scene.invoke(
                sqs(message("m-0", created("test0").envelopeJson())),
                new InvocationContext(Scene.PLENTY, Scene.PLENTY, 5_000));

        assertThat(scene.told.singles()).isEmpty();
        assertThat(scene.ledger.undelivered())
                .extracting(Undelivered::problem)
                .containsExactly("this process had to end before it was its turn");
    }

    private String batch(int size) {
        return batch(0, size);
    }

    /** A batch of so many endpoints that are ready, and so deleted at once. */
    private String batch(int first, int size) {
        return sqs(IntStream.range(first, first + size)
                .mapToObj(number -> {
                    scene.glue.endpoint("test" + number).ready();
                    return message("m-" + number, created("test" + number).envelopeJson());
                })
                .toArray(ObjectNode[]::new));
    }
}
