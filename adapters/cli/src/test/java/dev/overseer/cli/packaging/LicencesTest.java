package dev.overseer.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.overseer.cli.packaging.Licences.Licence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicencesTest {
    @Test
    void areReadFromAManifest() {
        assertThat(Licences.inManifest("https://www.eclipse.org/legal/epl-v20.html, https://www.gnu.org/lgpl-2.1.html"))
                .extracting(Licence::name, licence -> licence.identifier().orElse(""))
                .containsExactly(
                        tuple("https://www.eclipse.org/legal/epl-v20.html", "EPL-2.0"),
                        tuple("https://www.gnu.org/lgpl-2.1.html", ""));
        assertThat(Licences.inManifest(
                        "\"Apache License, Version 2.0\";link=\"http://www.apache.org/licenses/LICENSE-2.0.txt\""))
                .containsExactly(new Licence(
                        "Apache License, Version 2.0", Optional.of("http://www.apache.org/licenses/LICENSE-2.0.txt")));
        assertThat(Licences.inManifest("MIT; link=https://example.org/LICENSE")
                        .getFirst()
                        .identifier())
                .contains("MIT");
    }

    @Test
    void areReadFromAPom() {
        assertThat(Licences.inPom("""
                <project>
                  <name>tool</name>
                  <licenses>
                    <license>
                      <name>The Apache Software License, Version 2.0</name>
                      <url>https://www.apache.org/licenses/LICENSE-2.0.txt</url>
                      <distribution>repo</distribution>
                    </license>
                    <license><name>House rules</name></license>
                    <license/>
                  </licenses>
                </project>
                """))
                .containsExactly(
                        new Licence(
                                "The Apache Software License, Version 2.0",
                                Optional.of("https://www.apache.org/licenses/LICENSE-2.0.txt")),
                        new Licence("House rules", Optional.empty()));
    }

    @Test
    void areNoneInWhatIsNoPom() {
        assertThat(Licences.inPom("")).isEmpty();
        assertThat(Licences.inPom("<project><licenses><license>")).isEmpty();
    }

    @Test
    void areReadWithoutFollowingEntities(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");

        assertThat(Licences.inPom("""
                <!DOCTYPE project [<!ENTITY x SYSTEM "%s">]>
                <project><licenses><license><name>&x;</name></license></licenses></project>
                """.formatted(secret.toUri())))
                .noneMatch(licence -> licence.name().contains("hunter2"));
    }
}
