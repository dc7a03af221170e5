package dev.overseer.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.KillSwitch;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KillSwitchesTest {
    private static final ResourceRef TARGET =
            ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "test1");
    private static final KillSwitchPlace PARAMETER = new KillSwitchPlace.InParameter("/overseer/stop");

    private final SettableClock clock = new SettableClock();
    private final AtomicInteger asked = new AtomicInteger();
    private Supplier<Optional<String>> parameter = () -> Optional.of("off");

    @Test
    void stopsWhatTheConfigurationSays() {
        KillSwitch here = switches().at(new KillSwitchPlace.Here(List.of(stop("glue-job"), stop("glue-dev-endpoint"))));

        assertThat(here.thrown("glue-dev-endpoint", TARGET)).contains(stop("glue-dev-endpoint"));
        assertThat(here.thrown("s3-bucket", TARGET)).isEmpty();
        assertThat(switches().at(new KillSwitchPlace.Here(List.of())).thrown("glue-job", TARGET))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "off, false",
        "[], false",
        "'off\n', false",
        "on, true",
        "'[{by: alice, reason: an incident}]', true",
        "'[{\"control\": \"glue-job\", \"by\": \"alice\", \"reason\": \"an incident\"}]', true",
        "'[{control: glue-dev-endpoint, by: alice, reason: an incident}]', false",
        "'[{account: 210987654321, by: alice, reason: an incident}]', false",
        "'[{account: 123456789012, region: eu-west-1, by: alice, reason: an incident}]', true",
        "'[{region: us-east-1, by: alice, reason: an incident}]', false",
    })
    void understandsFilesAndParametersAlike(String content, boolean thrown, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("stop"), content);
        parameter = () -> Optional.of(content);

        assertThat(switches()
                        .at(new KillSwitchPlace.InFile(file))
                        .thrown("glue-job", TARGET)
                        .isPresent())
                .isEqualTo(thrown);
        assertThat(switches().at(PARAMETER).thrown("glue-job", TARGET).isPresent())
                .isEqualTo(thrown);
    }

    @Test
    void saysWhoThrewItAndWhy() {
        parameter = () -> Optional.of("[{control: glue-job, by: alice, reason: an incident}]");

        assertThat(switches().at(PARAMETER).thrown("glue-job", TARGET))
                .contains(
                        new Stop(Optional.of("glue-job"), Optional.empty(), Optional.empty(), "alice", "an incident"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stop!",
                "[{control: glue-jbo, by: a, reason: b}]",
                "[{account: 1, by: a, reason: b}]",
                "[{by: a}]",
                "[{acount: 123456789012, by: a, reason: b}]",
                "{by: a, reason: b}",
                "[",
                "[*a]"
            })
    void stopsEverythingWhereItIsNotUnderstood(String content) {
        parameter = () -> Optional.of(content);

        assertThat(switches().at(PARAMETER).thrown("glue-dev-endpoint", TARGET)).hasValueSatisfying(stop -> {
            assertThat(stop.by()).isEqualTo("nobody: it cannot be read");
            assertThat(stop.reason()).startsWith("ssm:/overseer/stop:1:").contains("Write off, on, or a list of stops");
        });
    }

    @Test
    void stopsEverythingWhereAParameterIsMissing() {
        parameter = Optional::empty;

        assertThat(switches().at(PARAMETER).thrown("glue-job", TARGET))
                .map(Stop::reason)
                .contains(
                        "there is no parameter /overseer/stop. Create it: aws ssm put-parameter --name /overseer/stop --type String --value off");
    }

    @Test
    void stopsEverythingWhereTheStoreDoesNotAnswer() {
        parameter = () -> {
            throw new ParameterStoreException("parameter /overseer/stop cannot be read: denied", new IOException());
        };

        assertThat(switches().at(PARAMETER).thrown("glue-job", TARGET))
                .map(Stop::reason)
                .contains("parameter /overseer/stop cannot be read: denied");
    }

    @Test
    void stopsEverythingWhereItCannotBeReadForAReasonThatNobodyForesaw() {
        KillSwitches noRegion = new KillSwitches(
                SampleControls.catalog(),
                () -> {
                    throw new IllegalStateException("the profile has no region");
                },
                clock);

        assertThat(noRegion.at(PARAMETER).thrown("glue-job", TARGET)).hasValueSatisfying(stop -> {
            assertThat(stop.by()).isEqualTo("nobody: it cannot be read");
            assertThat(stop.reason()).isEqualTo("the profile has no region");
        });
    }

    @Test
    void anEmptyFileIsNoConfiguration(@TempDir Path folder) throws IOException {
        Path touched = Files.createFile(folder.resolve("stop"));

        assertThat(inFile(touched))
                .contains("file:%s:1:1: is empty. Write off, on, or a list of stops".formatted(touched));
    }

    @Test
    void tellsAMissingFileFromAMissingFolder(@TempDir Path folder) throws IOException {
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));

        assertThat(inFile(folder.resolve("stop"))).isEmpty();
        assertThat(inFile(folder.resolve("unmounted/stop")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("there is no readable folder"));
        assertThat(inFile(dangling))
                .hasValueSatisfying(reason -> assertThat(reason).contains("it is a link to nowhere"));
        assertThat(inFile(folder))
                .hasValueSatisfying(reason -> assertThat(reason).contains("cannot be read"));
    }

    @Test
    void isThrownByTouchingNothingButAFile(@TempDir Path folder) throws IOException {
        KillSwitch inFile = switches().at(new KillSwitchPlace.InFile(folder.resolve("stop")));
        assertThat(inFile.thrown("glue-job", TARGET)).isEmpty();

        Files.writeString(folder.resolve("stop"), "on");
        clock.advance(Duration.ofSeconds(30));

        assertThat(inFile.thrown("glue-job", TARGET))
                .map(Stop::by)
                .hasValueSatisfying(by -> assertThat(by).startsWith("file:").endsWith("stop:1:1"));
    }

    @Test
    void keepsAnAnswerForHalfAMinute() {
        KillSwitch remote = switches().at(PARAMETER);
        remote.thrown("glue-job", TARGET);
        parameter = () -> Optional.of("on");

        clock.advance(Duration.ofMillis(29_999));
        assertThat(remote.thrown("glue-job", TARGET)).isEmpty();
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(remote.thrown("glue-job", TARGET)).isPresent();
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksAgainSoonAfterAFailure() {
        parameter = Optional::empty;
        KillSwitch remote = switches().at(PARAMETER);
        remote.thrown("glue-job", TARGET);
        parameter = () -> Optional.of("off");

        clock.advance(Duration.ofMillis(999));
        assertThat(remote.thrown("glue-job", TARGET)).isPresent();
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(remote.thrown("glue-job", TARGET)).isEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksAgainWhenTheClockWasSetBack() {
        KillSwitch remote = switches().at(PARAMETER);
        remote.thrown("glue-job", TARGET);
        parameter = () -> Optional.of("on");

        clock.advance(Duration.ofDays(-1));

        assertThat(remote.thrown("glue-job", TARGET)).isPresent();
    }

    @Test
    @Timeout(20)
    void asksOnceForManyThreads() {
        KillSwitch remote = switches().at(PARAMETER);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                threads.execute(() -> remote.thrown("glue-job", TARGET));
            }
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void needsNoStoreForAFile(@TempDir Path folder) {
        KillSwitches switches = new KillSwitches(
                SampleControls.catalog(),
                () -> {
                    throw new AssertionError("nobody asked for a parameter");
                },
                clock);

        assertThat(switches.at(new KillSwitchPlace.InFile(folder.resolve("stop")))
                        .thrown("glue-job", TARGET))
                .isEmpty();
    }

    private Optional<String> inFile(Path path) {
        return switches()
                .at(new KillSwitchPlace.InFile(path))
                .thrown("glue-job", TARGET)
                .map(Stop::reason);
    }

    private KillSwitches switches() {
        return new KillSwitches(
                SampleControls.catalog(),
                () -> name -> {
                    assertThat(name).isEqualTo("/overseer/stop");
                    asked.incrementAndGet();
                    return parameter.get();
                },
                clock);
    }

    private static Stop stop(String control) {
        return new Stop(Optional.of(control), Optional.empty(), Optional.empty(), "alice", "an incident");
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T12:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
