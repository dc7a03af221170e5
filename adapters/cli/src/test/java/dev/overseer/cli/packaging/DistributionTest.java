package dev.overseer.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.runtime.notice.Destination;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
    void whatTheClientsOfNotifiersRunWithEveryFunctionHas() {
        List<Library> clients = distribution.clients(List.of(
                new Destination.EventBridge("tickets", Optional.empty()),
                new Destination.Sns("arn:aws:sns:eu-west-1:123456789012:alerts", "eu-west-1"),
                new Destination.Sns("arn:aws:sns:eu-west-1:123456789012:others", "eu-west-1"),
                new Destination.Ses("overseer@example.com", List.of("team@example.com"), Optional.empty())));
        List<String> function = distribution.function().stream()
                .map(library -> library.coordinates().artifact())
                .toList();

        assertThat(clients)
                .extracting(library -> library.coordinates().artifact())
                .containsExactly("ses", "sns");
        for (Library client : clients) {
            String name = client.coordinates().artifact();
            String pom = new JarContents(client.file())
                    .text("META-INF/maven/software.amazon.awssdk/%s/pom.xml".formatted(name))
                    .orElseThrow();
            assertThat(compiledWith(pom)).as(name).hasSizeGreaterThan(2);
            assertThat(function).as(name).containsAll(compiledWith(pom));
        }
        assertThat(distribution.clients(List.of())).isEmpty();
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

    /** Returns the artifacts on which one depends, but for those of its tests. */
    private static List<String> compiledWith(String pom) {
        return Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL)
                .matcher(pom)
                .results()
                .map(dependency -> dependency.group(1))
                .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                .map(dependency -> dependency.replaceAll("(?s).*<artifactId>(.*?)</artifactId>.*", "$1"))
                .toList();
    }
}
