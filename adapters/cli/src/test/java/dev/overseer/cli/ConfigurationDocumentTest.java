package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/configuration.md shows works, and it leaves no key out. */
class ConfigurationDocumentTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", ".")).resolve("../../docs/configuration.md");

    @Test
    void showsAConfigurationWithoutAProblem(@TempDir Path folder) throws IOException {
        Path example = Files.writeString(folder.resolve("overseer.yaml"), yaml().getFirst());

        Cli.Finished finished = new Cli().run("config", "check", "--config", example);

        assertThat(finished.out())
                .startsWith(example + ": nothing wrong; may write: glue-dev-endpoint; new, not enforced: ");
        assertThat(finished.status()).isZero();
    }

    @Test
    void showsHowToSwitchChecksOn(@TempDir Path folder) throws IOException {
        Path example = Files.writeString(folder.resolve("overseer.yaml"), yaml().get(1));

        assertThat(new Cli().run("config", "check", "--config", example).status())
                .isZero();
    }

    @Test
    void showsStopsThatAreUnderstood(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(
                folder.resolve("overseer.yaml"),
                "limits:\n  killSwitch:\n" + yaml().getLast().indent(4));

        assertThat(new Cli().run("config", "show", "--config", config).out())
                .contains("by: \"alice@example.com\"", "reason: \"Deletes what we still need\"");
    }

    @Test
    void namesEveryKey() throws IOException {
        JsonNode schema =
                new JsonMapper().readTree(new Cli().run("config", "schema").out());
        String page = Files.readString(PAGE);

        assertThat(schema.path("properties").properties())
                .hasSizeGreaterThan(5)
                .allSatisfy(key -> assertThat(page).contains("`" + key.getKey()));
        for (String section : List.of("limits", "ledger", "accounts", "regions")) {
            assertThat(schema.at("/properties/%s/properties".formatted(section)).properties())
                    .isNotEmpty()
                    .allSatisfy(key ->
                            assertThat(page).containsPattern("`(%s\\.)?%s[`.]".formatted(section, key.getKey())));
        }
        for (String items :
                List.of("scopes/items", "exemptions/items", "notify/items", "controls/properties/glue-dev-endpoint")) {
            assertThat(schema.at("/properties/%s/properties".formatted(items)).properties())
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(page).contains("`" + key.getKey() + "`"));
        }
    }

    private static List<String> yaml() throws IOException {
        return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
