package dev.overseer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Makes every change of the public API visible in review, as a change of {@code framework-api/api.txt}. */
public class ApiSignatureTest {
    private static final Path COMMITTED =
            Path.of(System.getProperty("basedir", ".")).resolve("api.txt");

    @Test
    void isAsCommitted() throws IOException, URISyntaxException {
        List<String> actual = ApiSignature.of(ApiSignature.typesBeside(RemediationPlugin.class));
        if (Boolean.getBoolean("api.accept")) {
            Files.write(COMMITTED, actual);
        }

        assertThat(difference(Files.readAllLines(COMMITTED), actual)).isEmpty();
    }

    @Test
    void seesTheWholeInterface() throws IOException, URISyntaxException {
        assertThat(ApiSignature.of(ApiSignature.typesBeside(RemediationPlugin.class)))
                .hasSizeGreaterThan(100)
                .contains(
                        "RemediationPlugin: public interface",
                        "RemediationPlugin: public abstract java.util.List<Control<?>> controls()",
                        "Progress.Waiting: public static final record(java.time.Duration delay, String reason, java.util.Optional<String> checkpoint) implements Progress",
                        "Severity: constant 2 HIGH")
                .noneMatch(line -> line.startsWith("PredicateCheck"));
    }

    @Test
    void saysWhatChangedAndHowToAcceptIt() {
        assertThat(difference(List.of("A: gone", "B: same"), List.of("B: same", "C: new")))
                .isEqualTo("""
                        The public API is not what framework-api/api.txt says:
                        - A: gone
                        + C: new
                        Plugins compiled against the old one may break. If the change is meant, accept it with
                        ./mvnw test -pl framework-api -Dtest=ApiSignatureTest -Dapi.accept=true
                        """);
    }

    @Test
    void writesDownEverythingThatOthersCanSee() {
        assertThat(ApiSignature.of(
                        List.of(Sample.Odd.class, Sample.class, Hidden.class, Sample.Leaf.class, Hidden.Inner.class)))
                .map(line -> line.replace("ApiSignatureTest.", ""))
                .containsExactly(
                        "Sample: public static sealed interface<T extends Comparable<T>> permits Sample.Leaf, Sample.Odd",
                        "Sample: public default java.util.Optional<T> first(java.util.List<? extends T>)",
                        "Sample: public static <X extends Exception & Cloneable> void fail(Class<X>, String...) throws X, java.io.IOException",
                        "Sample.Leaf: public static final record<T extends Comparable<T>>(T value) implements Sample<T>",
                        "Sample.Leaf: public T value()",
                        "Sample.Leaf: public constructor(T)",
                        "Sample.Odd: public abstract static class implements Sample<String>",
                        "Sample.Odd: protected constructor(int)",
                        "Sample.Odd: protected final int[][] grid");
    }

    /** Has one of each kind of member. */
    public sealed interface Sample<T extends Comparable<T>> {
        /** Has a default. */
        default Optional<T> first(List<? extends T> values) {
            return values.stream().<T>map(value -> value).findFirst();
        }

        /** Throws, and takes any number. */
        static <X extends Exception & Cloneable> void fail(Class<X> type, String... words) throws X, IOException {
            throw new IOException(String.join(" ", words) + type);
        }

        /** Is a record. */
        record Leaf<T extends Comparable<T>>(T value) implements Sample<T> {}

        /** Can be extended. */
        abstract non-sealed class Odd implements Sample<String> {
            protected final int[][] grid = {};
            private final int hidden = grid.length;

            protected Odd(int unused) {}

            int packagePrivate() {
                return hidden;
            }
        }
    }

    private static final class Hidden {
        /** Public, but out of reach. */
        public record Inner() {}
    }

    private static String difference(List<String> committed, List<String> actual) {
        String lines = Stream.concat(
                        committed.stream()
                                .filter(line -> !actual.contains(line))
                                .map(line -> "- " + line),
                        actual.stream()
                                .filter(line -> !committed.contains(line))
                                .map(line -> "+ " + line))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        return lines.isEmpty() ? "" : """
                The public API is not what framework-api/api.txt says:
                %sPlugins compiled against the old one may break. If the change is meant, accept it with
                ./mvnw test -pl framework-api -Dtest=ApiSignatureTest -Dapi.accept=true
                """.formatted(lines);
    }
}
