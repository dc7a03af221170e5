package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every piece of code in docs/write-a-plugin.md is a piece of the template, which is compiled and tested. */
class WriteAPluginDocumentTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("../..");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {4}overseer ([a-z-]+)");

    private final String page = Files.readString(ROOT.resolve("docs/write-a-plugin.md"));

    WriteAPluginDocumentTest() throws IOException {}

    @Test
    void showsOnlyCodeThatIsCompiled() throws IOException {
        List<String> sources = sources();

        List<String> blocks = JAVA.matcher(page)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();

        assertThat(blocks)
                .hasSizeGreaterThan(10)
                .allSatisfy(block -> assertThat(sources)
                        .as("plugin-template has no such code. Copy it from there:\n%s", block)
                        .anyMatch(source -> source.contains(plain(block))));
    }

    @Test
    void showsEveryMethodOfTheControl() throws IOException {
        String control = Files.readString(
                ROOT.resolve("plugin-template/src/main/java/dev/overseer/plugin/template/TopicEncryptedControl.java"));

        List<String> methods = Pattern.compile("@Override\n +(public [^{]+)")
                .matcher(control)
                .results()
                .map((MatchResult method) -> method.group(1).strip())
                .toList();

        assertThat(methods).hasSize(6).allSatisfy(method -> assertThat(page).contains(method));
    }

    @Test
    void namesCommandsThatThereAre() {
        List<String> commands = COMMAND.matcher(page)
                .results()
                .map((MatchResult command) -> command.group(1))
                .distinct()
                .toList();

        assertThat(commands)
                .contains("new-plugin", "fixture", "plugins", "package")
                .allSatisfy(command ->
                        assertThat(new Cli().run(command, "--help").status()).isZero());
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("plugin-template/src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(WriteAPluginDocumentTest::read)
                    .map(WriteAPluginDocumentTest::plain)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** The same code is indented otherwise on the page. */
    private static String plain(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
