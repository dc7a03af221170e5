package dev.overseer.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatesTest {
    @Test
    void areReadFromALine() {
        Coordinates glue = Coordinates.parse("software.amazon.awssdk:glue:2.40.2");

        assertThat(glue).isEqualTo(new Coordinates("software.amazon.awssdk", "glue", "2.40.2", ""));
        assertThat(glue.fileName()).isEqualTo("glue-2.40.2.jar");
        assertThat(glue.purl()).isEqualTo("pkg:maven/software.amazon.awssdk/glue@2.40.2");
        assertThat(glue).hasToString("software.amazon.awssdk:glue:2.40.2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "glue",
                "glue:2.40.2",
                "a:b:jar:tests:1:compile",
                "a::1",
                ":a:1",
                "a:b:",
            })
    void areNoOtherLine(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Coordinates.parse(line))
                .withMessage("\"%s\" is not group:artifact:version", line);
    }

    @ParameterizedTest
    @CsvSource({
        "picocli-4.7.7, picocli, 4.7.7",
        "sqlite-jdbc-3.54.1.0, sqlite-jdbc, 3.54.1.0",
        "log4j-1.2-api-2.24.1, log4j, 1.2-api-2.24.1",
        "my-plugin, my-plugin, ''",
        "s3-control, s3-control, ''"
    })
    void areGuessedFromTheNameOfAFile(String name, String artifact, String version) {
        Coordinates guessed = Coordinates.guess(name);

        assertThat(guessed).isEqualTo(new Coordinates("", artifact, version, ""));
        assertThat(guessed.fileName()).isEqualTo(name + ".jar");
    }

    @Test
    void tellClassifiedFilesApart() {
        Coordinates linux = new Coordinates("io.netty", "epoll", "4.2", "linux-x86_64");

        assertThat(linux.fileName()).isEqualTo("epoll-4.2-linux-x86_64.jar");
        assertThat(linux.unversioned()).isEqualTo("io.netty:epoll:linux-x86_64");
        assertThat(linux.purl()).isEqualTo("pkg:maven/io.netty/epoll@4.2?classifier=linux-x86_64");
    }

    @Test
    void areEncodedInAPackageUrl() {
        assertThat(new Coordinates("", "my plugin", "1.0+7", "").purl()).isEqualTo("pkg:generic/my%20plugin@1.0%2B7");
    }
}
