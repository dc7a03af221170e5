package dev.overseer.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private final Distribution distribution = Distribution.running();

    @Test
    void knowsWhatTheFunctionAndEachShippedPluginRunsWith() {
        assertThat(distribution.services()).contains("glue");
        for (String service : distribution.services()) {
            assertThat(distribution.plugin(service))
                    .extracting(library -> library.coordinates().artifact())
                    .contains("overseer-plugin-" + service, "overseer-framework-api", service)
                    .doesNotContain("overseer-framework-runtime", "picocli", "junit-jupiter");
        }
        assertThat(distribution.function())
                .extracting(library -> library.coordinates().artifact())
                .contains("overseer-lambda", "overseer-framework-runtime", "overseer-sqs", "sts", "logback-classic")
                .doesNotContain(
                        "overseer-framework-testkit",
                        "glue",
                        "jte-runtime",
                        "aws-lambda-java-runtime-interface-client");
    }

    @Test
    void readsOrderedLinesThatTheBuildHasWritten() {
        List<Path> jars = Stream.of(distribution.function(), distribution.plugin("glue"))
                .map(libraries -> libraries.getFirst().file())
                .toList();

        for (Path jar : jars) {
            assertThat(new JarContents(jar).lines("META-INF/overseer/runtime-classpath"))
                    .hasSizeGreaterThan(20)
                    .isSorted()
                    .allMatch(line -> line.matches("[\\w.-]+:[\\w.-]+:[\\w.-]+"));
        }
    }

    @Test
    void findsEachJarAsItIsNamed() {
        assertThat(Stream.concat(distribution.function().stream(), distribution.plugin("glue").stream()))
                .allSatisfy(library -> {
                    Coordinates inside = new JarContents(library.file()).coordinates();
                    assertThat(library.coordinates())
                            .isEqualTo(
                                    inside.group().isEmpty()
                                            ? inside.withGroup(
                                                    library.coordinates().group())
                                            : inside);
                });
    }

    @Test
    void saysHowToStartWhatWasStartedFromClasses() {
        Distribution classes =
                new Distribution(List.of(Path.of("target/classes")), getClass().getClassLoader());

        assertThatExceptionOfType(PackagingException.class)
                .isThrownBy(classes::function)
                .withMessageContaining("The jar of overseer-lambda is not among those")
                .withMessageContaining("Start it as ./overseer");
    }
}
