package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsCommandTest {
    @TempDir
    private Path folder;

    private final Cli cli = new Cli();

    @Test
    void listsControlsWithTheirChecksAndEvents() {
        Cli.Finished finished = cli.run("plugins");

        assertThat(finished.out()).contains("""
                glue-dev-endpoint  glue  HIGH  Glue development endpoints are encrypted and private
                    checks  security-configuration, security-groups, public-keys, subnet, \
                security-configuration-encrypts (off), security-groups-closed (off), subnet-private (off)
                    events  aws.glue  CreateDevEndpoint  (creations)
                """);
        assertThat(finished.out())
                .contains(
                        "Glue development endpoints that are changed are encrypted and private  (off unless listed)\n");
        assertThat(finished.status()).isZero();
    }

    @Test
    void listsControlsAsDocuments() {
        JsonNode control = cli.run("plugins", "--plugin", "glue", "-o", "json").documents().stream()
                .filter(document -> document.path("control").asText().equals("glue-dev-endpoint"))
                .findFirst()
                .orElseThrow();

        assertThat(control.path("schema").asText()).isEqualTo("overseer/control/1");
        assertThat(control.path("checks")).hasSize(7);
        assertThat(control.at("/events/0/detail/eventName/0").asText()).isEqualTo("CreateDevEndpoint");
    }

    @Test
    void saysWhatIsNewToTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("overseer.yaml"), "controls: {}");

        Cli.Finished finished = cli.in(folder).run("plugins");

        assertThat(finished.out())
                .contains("Glue development endpoints are encrypted and private  (new, not enforced)\n");
        assertThat(cli.in(folder).run("plugins", "-o", "json").documents())
                .allMatch(control -> control.path("new").asBoolean());
        assertThat(cli.run("plugins", "-o", "json").documents())
                .noneMatch(control -> control.path("new").asBoolean());
    }

    @Test
    void findsNothingWrongWithWhatIsShipped() {
        Cli.Finished finished = cli.run("plugins", "--check");

        assertThat(finished.out()).contains("nothing wrong: ").contains("glue-dev-endpoint");
        assertThat(finished.status()).isZero();
    }

    @Test
    void listsAllProblemsOfAllPluginsAtOnce() throws IOException {
        Path throwing = PluginJar.throwing(folder);
        Path blind = PluginJar.withoutReads(folder);

        Cli.Finished finished = cli.run("plugins", "--check", "--plugin", throwing, "--plugin", blind);

        assertThat(finished.out())
                .contains("plugin sample.ThrowingPlugin: ")
                .contains("no controls today")
                .contains("plugin sample.BlindPlugin, control sample-control: ");
        assertThat(finished.err()).isEmpty();
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void takesAFolderOfJarsAndTheEnvironment() throws IOException {
        Path jar = PluginJar.withTargets(folder, "return List.of();");

        assertThat(cli.run("plugins", "--plugin", jar.getParent()).out()).contains("sample-control  sample  MEDIUM");
        assertThat(cli.with("OVERSEER_PLUGINS", "glue" + File.pathSeparator + jar)
                        .run("plugins")
                        .out())
                .contains("sample-control", "glue-dev-endpoint");
    }

    @Test
    void takesOnlyTheShippedPluginsThatAreNamed() throws IOException {
        Path jar = PluginJar.withTargets(folder, "return List.of();");

        assertThat(controls(cli.run("plugins", "--plugin", "glue")))
                .hasSize(7)
                .allMatch(line -> line.startsWith("glue-"));
        assertThat(controls(cli.run("plugins", "--plugin", "glue", "--plugin", jar)))
                .hasSize(8)
                .anyMatch(line -> line.startsWith("sample-control"));
    }

    @Test
    void tellsAllAboutAControlOfAnyPlugin() throws IOException {
        Path jar = PluginJar.withTargets(folder, "return List.of();");

        Cli.Finished finished = cli.run("plugins", "--plugin", jar, "sample-control");

        assertThat(finished.out())
                .startsWith("# sample-control\n\nSamples are good.\n")
                .contains("| `good` | is bad")
                .doesNotContain("glue-dev-endpoint");
        assertThat(finished.status()).isZero();
    }

    @Test
    void narrowsTheListOfDocuments() {
        assertThat(cli.run("plugins", "glue-dev-endpoint", "-o", "json")
                        .document()
                        .path("control")
                        .asText())
                .isEqualTo("glue-dev-endpoint");
        assertThat(cli.run("plugins", "glue-dev-endpont").err())
                .contains("There is no control \"glue-dev-endpont\". Did you mean glue-dev-endpoint?");
    }

    @Test
    void writesPagesIntoAFolder() throws IOException {
        Path pages = folder.resolve("build/controls");
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(cli.run("plugins", "--docs", pages, "glue-dev-endpoint").out())
                .isEqualTo("2 pages in " + pages + "\n");
        assertThat(pages.resolve("glue-dev-endpoint.md")).content().startsWith("# glue-dev-endpoint\n");
        assertThat(cli.run("plugins", "--docs", file.resolve("controls")).err())
                .startsWith("overseer: The folder %s/controls cannot be written: ".formatted(file));
    }

    @Test
    void saysWhichPluginsThereAreInstead() throws IOException {
        Path noPlugin = Files.writeString(folder.resolve("no-plugin.jar"), "");
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertRefused("glu", "\"glu\" is not a shipped plugin. Did you mean glue?");
        assertRefused("kinesis", "\"kinesis\" is not a shipped plugin. There are: ec2, glue, s3");
        assertRefused("./nowhere.jar", "The plugin ./nowhere.jar does not exist");
        assertRefused(empty.toString(), "holds no *.jar");
        assertRefused(noPlugin.toString(), "There is no plugin in [" + noPlugin + "]");
    }

    /** Returns the lines that begin the description of a control. */
    private static List<String> controls(Cli.Finished finished) {
        return finished.lines().stream().filter(line -> !line.startsWith(" ")).toList();
    }

    private void assertRefused(String plugin, String message) {
        Cli.Finished finished = cli.run("plugins", "--plugin", plugin);

        assertThat(finished.err()).contains(message);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.status()).isEqualTo(2);
    }
}
