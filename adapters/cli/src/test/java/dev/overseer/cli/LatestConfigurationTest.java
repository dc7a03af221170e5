package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.sqs.MessageHandler;
import dev.overseer.sqs.MessageHandler.Verdict;
import dev.overseer.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LatestConfigurationTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final File file = new File();
    private final LatestConfiguration latest =
            new LatestConfiguration(file, clock, file::settling, new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void worksByWhatIsInForceAsLongAsItStaysAsItIs() {
        assertThat(take("a")).isEqualTo(Verdict.DONE);
        clock.advance(Duration.ofSeconds(1));
        assertThat(take("b")).isEqualTo(Verdict.DONE);

        assertThat(file.events).containsExactly("open dry", "a by dry", "b by dry");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void worksByWhatHasChangedAndLetsGoOfWhatWasBefore() {
        file.says = "enforce";
        clock.advance(Duration.ofSeconds(1));

        assertThat(take("a")).isEqualTo(Verdict.DONE);

        assertThat(file.events).containsExactly("open dry", "open enforce", "end dry", "a by enforce");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("The configuration has changed");
    }

    @Test
    void asksNoMoreOftenThanItHasTo() {
        file.says = "enforce";
        clock.advance(Duration.ofMillis(999));

        assertThat(take("a")).isEqualTo(Verdict.DONE);

        assertThat(file.events).containsExactly("open dry", "a by dry");
    }

    @Test
    void waitsUntilAFileIsWrittenToItsEnd() {
        file.says = "enforce without the exem";
        file.thenSays.addAll(List.of("enforce without the exemptions that follow", "enforce and its exemptions"));
        clock.advance(Duration.ofSeconds(1));

        assertThat(take("a")).isEqualTo(Verdict.DONE);

        assertThat(file.events)
                .as("what was only begun is never in force")
                .containsExactly(
                        "open dry", "open enforce and its exemptions", "end dry", "a by enforce and its exemptions");
    }

    @Test
    void takesNothingWhileItIsWrongAndSaysSoOnce() {
        file.says = "wrong";
        clock.advance(Duration.ofSeconds(1));

        assertThat(latest.ready()).isFalse();
        assertThat(take("a")).isEqualTo(Verdict.KEPT);
        clock.advance(Duration.ofSeconds(1));
        assertThat(take("b")).isEqualTo(Verdict.KEPT);

        assertThat(file.events).containsExactly("open dry");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("The configuration has changed"
                        + "overseer: no messages are taken before this is mended: overseer.yaml:1:7 is wrong");
    }

    @Test
    void takesNothingWhileItCannotBeRead() {
        file.says = "unreadable";
        clock.advance(Duration.ofSeconds(1));

        assertThat(take("a")).isEqualTo(Verdict.KEPT);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("no messages are taken before this is mended: overseer.yaml cannot be read");
    }

    @Test
    void takesNothingWhileItIsGone() {
        file.says = "nothing";
        clock.advance(Duration.ofSeconds(1));

        assertThat(take("a")).isEqualTo(Verdict.KEPT);
        file.says = "dry";
        clock.advance(Duration.ofSeconds(1));

        assertThat(take("b")).isEqualTo(Verdict.DONE);
        assertThat(file.events).as("never by what applies without it").containsExactly("open dry", "b by dry");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("no messages are taken before this is mended: the configuration is gone. Put it back");
    }

    @Test
    void letsGoOfWhatItOpensIfTheConfigurationGoesMeanwhile() {
        file.says = "enforce";
        file.goesBeforeItIsOpened = true;
        clock.advance(Duration.ofSeconds(1));

        assertThat(take("a")).isEqualTo(Verdict.KEPT);

        assertThat(file.events).containsExactly("open dry", "open nothing", "end nothing");
    }

    @Test
    void goesOnWhenItIsMended() {
        file.says = "wrong";
        clock.advance(Duration.ofSeconds(1));
        assertThat(latest.ready()).isFalse();

        file.says = "enforce";
        clock.advance(Duration.ofSeconds(1));

        assertThat(latest.ready()).isTrue();
        assertThat(take("a")).isEqualTo(Verdict.DONE);
        assertThat(file.events).containsExactly("open dry", "open enforce", "end dry", "a by enforce");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .endsWith("The configuration can be used again" + System.lineSeparator());
    }

    @Test
    void goesOnWhenTheChangeIsTakenBack() {
        file.says = "wrong";
        clock.advance(Duration.ofSeconds(1));
        assertThat(latest.ready()).isFalse();

        file.says = "dry";
        clock.advance(Duration.ofSeconds(1));

        assertThat(take("a")).isEqualTo(Verdict.DONE);
        assertThat(file.events).containsExactly("open dry", "a by dry");
    }

    @Test
    void looksUnderWayEndByWhatWasInForceWhenTheyBegan() throws Exception {
        CompletableFuture<Verdict> underWay =
                CompletableFuture.supplyAsync(() -> take("slow"), Thread::startVirtualThread);
        file.slowHasBegun.await();
        file.says = "enforce";
        clock.advance(Duration.ofSeconds(1));
        CompletableFuture<Verdict> after = CompletableFuture.supplyAsync(() -> take("a"), Thread::startVirtualThread);
        file.slowMayEnd.countDown();

        assertThat(underWay.get()).isEqualTo(Verdict.DONE);
        assertThat(after.get()).isEqualTo(Verdict.DONE);
        assertThat(file.events).containsSubsequence("slow by dry", "end dry", "a by enforce");
    }

    @Test
    void letsGoOfWhatIsInForceAtTheEnd() {
        latest.end();
        latest.close();

        assertThat(file.events).containsExactly("open dry", "end dry");
    }

    @Test
    void whoeverLetsGoSecondReturnsWhenItIsDone() throws Exception {
        Thread second = Thread.ofPlatform().unstarted(() -> {
            latest.end();
            file.events.add("the process may be halted");
        });
        file.whileEnding = () -> {
            second.start();
            while (second.getState() != Thread.State.BLOCKED && second.isAlive()) {
                Thread.onSpinWait();
            }
        };

        latest.end();
        second.join();

        assertThat(file.events).containsExactly("open dry", "end dry", "the process may be halted");
    }

    private Verdict take(String id) {
        return latest.take(id, "body", clock.instant());
    }

    /** A configuration of one word. */
    private static final class File implements LatestConfiguration.Source {
        private final List<String> events = Collections.synchronizedList(new ArrayList<>());
        private final Deque<String> thenSays = new ArrayDeque<>();
        private final CountDownLatch slowHasBegun = new CountDownLatch(1);
        private final CountDownLatch slowMayEnd = new CountDownLatch(1);
        private volatile String says = "dry";
        private volatile Runnable whileEnding = () -> {};
        private boolean goesBeforeItIsOpened;

        @Override
        public Duration every() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration settles() {
            return Duration.ofSeconds(1);
        }

        /** While it is waited for, whoever writes it goes on. */
        void settling(Duration duration) {
            assertThat(duration).isEqualTo(settles());
            says = Optional.ofNullable(thenSays.poll()).orElse(says);
        }

        @Override
        public Optional<String> hash() {
            if (says.equals("unreadable")) {
                throw new UsageException("overseer.yaml cannot be read");
            }
            return hash(says);
        }

        private static Optional<String> hash(String word) {
            return word.equals("nothing") ? Optional.empty() : Optional.of(word);
        }

        @Override
        public LatestConfiguration.InForce open() {
            String word = goesBeforeItIsOpened ? "nothing" : says;
            if (word.equals("wrong")) {
                throw new UsageException("overseer.yaml:1:7 is wrong");
            }
            events.add("open " + word);
            return new LatestConfiguration.InForce(hash(word), new Recording(word), () -> {
                whileEnding.run();
                events.add("end " + word);
            });
        }

        private final class Recording implements MessageHandler {
            private final String word;

            Recording(String word) {
                this.word = word;
            }

            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public Verdict take(String id, String body, Instant until) {
                if (id.equals("slow")) {
                    slowHasBegun.countDown();
                    awaitUninterrupted(slowMayEnd);
                }
                events.add(id + " by " + word);
                return Verdict.DONE;
            }
        }

        private static void awaitUninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
