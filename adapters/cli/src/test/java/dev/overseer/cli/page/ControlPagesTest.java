package dev.overseer.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.AwsAction;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPagesTest {
    private static final Path COMMITTED =
            Path.of(System.getProperty("basedir", ".")).resolve("../../docs/controls");
    private static final Clock BEFORE_ANY_EXEMPTION_ENDS =
            Clock.fixed(Instant.parse("2026-01-15T10:00:00Z"), ZoneOffset.UTC);

    private final PluginCatalog shipped = PluginCatalog.load(ControlPagesTest.class.getClassLoader());

    @Test
    void theCommittedPagesAreCurrent() throws IOException {
        assertThat(committed())
                .as(
                        "docs/controls is not what the controls say. Write it anew with\n./overseer plugins --docs docs/controls\nand remove the pages of controls that are no more")
                .isEqualTo(pages(shipped).files());
    }

    @Test
    void whatPagesShowIsAConfigurationWithoutAProblem() {
        List<String> examples = new ArrayList<>(examples(shipped));
        examples.forEach(example -> assertUnderstood(example, shipped));

        PluginCatalog catalog = PluginCatalog.of(List.of(new Stores()));
        examples.addAll(examples(catalog));
        examples(catalog).forEach(example -> assertUnderstood(example, catalog));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void tellsOfChecksThatAreOffOrAskAws() {
        assertThat(page("store-closed")).contains("""
                | check        | fails where the resource  | by default | makes AWS calls                  |
                | ------------ | ------------------------- | ---------- | -------------------------------- |
                | `door`       | has an open door          | on         | no                               |
                | `key`        | has a key \\| a lost one   | off        | yes, when all others have passed |
                | `everything` | (depends on the resource) | on         | no                               |
                """);
    }

    @Test
    void tellsWhatMayBeSet() {
        assertThat(page("store-closed"))
                .containsPattern("\\| `doors` +\\| a list, each a whole number +\\| `\\[1,22\\]` +\\|")
                .containsPattern("\\| `patience` +\\| a duration, such as `30m` +\\| `\"PT2H\"` +\\|")
                .containsPattern("\\| `lock` +\\| one of `BOLT`, `CHAIN` +\\| `\"BOLT\"` +\\|")
                .contains("""
                        controls:
                          store-closed:
                            mode: enforce
                            checks:
                              key: on
                            settings:
                              doors: [1,22]
                              patience: "PT2H"
                              lock: "BOLT"
                        """);
    }

    @Test
    void tellsHowToUndoAndWhatIsKeptForIt() {
        assertThat(page("store-closed"))
                .contains("- Can be undone: yes\n")
                .contains("- Before an operator says anything about it: off\n")
                .contains("puts the resource back to what it was, with `store:Open`,")
                .contains("It calls `store:Close` only where a lasting ledger keeps the whole resource")
                .contains("| undo  | `store:Open`  | any resource: stores have no names |");
    }

    @Test
    void tellsWhyThereIsNoRemedy() {
        assertThat(page("store-watched"))
                .contains("- Remedy: none, it announces\n")
                .contains("It has no remedy: a store is watched by people. A failing check ends PLANNED in every mode.")
                .contains("There is nothing to undo");
    }

    @Test
    void showsOtherPatternsAsTheyAre() {
        assertThat(page("store-watched"))
                .contains("- `{\"source\":[\"aws.store\"],\"detail\":{\"eventName\":[{\"prefix\":\"Open\"}]}}`");
    }

    @Test
    void leavesOtherPagesInTheFolderAndNamesThem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("gone.md"), "old");
        Files.writeString(folder.resolve("notes.txt"), "not a page");

        List<String> others = pages(shipped).write(folder);

        assertThat(others).containsExactly("gone.md");
        assertThat(folder.resolve("gone.md")).hasContent("old");
        assertThat(folder.resolve("README.md")).content().contains("[glue-dev-endpoint](glue-dev-endpoint.md)");
    }

    private static String page(String control) {
        PluginCatalog catalog = PluginCatalog.of(List.of(new Stores()));
        assertThat(catalog.problems()).isEmpty();
        return pages(catalog).files().get(control + ".md");
    }

    private static ControlPages pages(PluginCatalog catalog) {
        return new ControlPages(catalog, List.copyOf(catalog.controls()));
    }

    private static SortedMap<String, String> committed() throws IOException {
        SortedMap<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(COMMITTED)) {
            for (Path file : files.toList()) {
                pages.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return pages;
    }

    private static List<String> examples(PluginCatalog catalog) {
        Pattern yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
        return pages(catalog).files().values().stream()
                .flatMap(page -> yaml.matcher(page).results())
                .map((MatchResult example) -> example.group(1))
                .toList();
    }

    private static void assertUnderstood(String example, PluginCatalog catalog) {
        Configuration read = new ConfigurationReader(catalog, BEFORE_ANY_EXEMPTION_ENDS)
                .read(example.getBytes(StandardCharsets.UTF_8), "overseer.yaml");
        assertThat(read.warnings()).as(example).isEmpty();
    }

    /** Guards what no AWS service has. */
    private static final class Stores implements RemediationPlugin {
        @Override
        public String service() {
            return "store";
        }

        @Override
        public List<Control<?>> controls() {
            return List.of(new Closed(), new Watched());
        }
    }

    enum Lock {
        BOLT,
        CHAIN
    }

    record ClosedSettings(List<Integer> doors, Duration patience, Lock lock) {}

    private abstract static class Store implements Control<String> {
        static final AwsAction READ = AwsAction.action("store:Look").onAnyResource("stores have no names");

        @Override
        public List<ResourceRef> targets(CloudTrailEvent event) {
            return List.of();
        }

        @Override
        public Optional<String> read(ControlContext context) {
            return Optional.empty();
        }

        @Override
        public Progress remediate(String store, List<Finding> findings, ControlContext context) {
            return Progress.failed("it is closed");
        }
    }

    private static final class Closed extends Store {
        @Override
        public ControlDescriptor descriptor() {
            return ControlDescriptor.control("store-closed", "Stores are closed")
                    .on(EventPattern.apiCalls("store", "OpenStore"))
                    .reads(READ)
                    .writes(AwsAction.action("store:Close")
                            .onAnyResource("stores have no names")
                            .keepingPreState())
                    .restores(AwsAction.action("store:Open").onAnyResource("stores have no names"))
                    .settings(new ClosedSettings(List.of(1, 22), Duration.ofHours(2), Lock.BOLT))
                    .offUnlessListed()
                    .build();
        }

        @Override
        public List<Check<String>> checks() {
            return List.of(
                    Check.require("door", String::isEmpty, "has an open door"),
                    Check.<String>live("key", (store, context) -> store.isEmpty(), "has a key | a lost one")
                            .offByDefault(),
                    new Everything());
        }
    }

    private static final class Watched extends Store {
        @Override
        public ControlDescriptor descriptor() {
            return ControlDescriptor.control("store-watched", "Stores are watched")
                    .on(EventPattern.ofJson("""
                            {"source": ["aws.store"], "detail": {"eventName": [{"prefix": "Open"}]}}"""))
                    .reads(READ)
                    .announceOnly("a store is watched by people")
                    .build();
        }

        @Override
        public List<Check<String>> checks() {
            return List.of(Check.require("watched", String::isEmpty, "is not watched"));
        }
    }

    private static final class Everything implements Check<String> {
        @Override
        public String id() {
            return "everything";
        }

        @Override
        public Optional<String> inspect(String store, ControlContext context) {
            return Optional.of(store);
        }
    }
}
