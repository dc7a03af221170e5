package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.insecure;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final Cli cli = new Cli();

    @Test
    void asksForACommand() {
        Cli.Finished finished = cli.run();

        assertThat(finished.err()).isEqualTo("""
                overseer: Name a command
                Usage: overseer [OPTIONS] COMMAND
                `overseer --help` tells more.
                """);
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void guessesWhatAMistypedWordWasMeantToBe() {
        assertThat(cli.run("evaluat", "x").err())
                .startsWith("overseer: There is no command \"evaluat\". Did you mean evaluate?");
        assertThat(cli.run("run", "--enforec", "x").err())
                .startsWith("overseer: There is no option \"--enforec\". Did you mean --enforce?");
        assertThat(cli.run("evaluate", "-o", "yaml", "x").err()).contains("'yaml'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rehearse", "evaluate", "run", "plugins", "policy", "package"})
    void helpsWithExamples(String command) {
        Cli.Finished finished = cli.run(command, "--help");

        assertThat(finished.out())
                .contains("Usage: overseer " + command)
                .contains("Example")
                .contains("  overseer " + command);
        assertThat(finished.lines()).allMatch(line -> line.length() <= 100);
        assertThat(finished.status()).isZero();
        assertThat(cli.run("--help").out()).contains("  " + command + " ");
    }

    @Test
    void tellsItsVersion() {
        assertThat(cli.run("--version").out()).startsWith("overseer ").contains("Java 25");
    }

    @Test
    void writesACompletionScript() {
        assertThat(cli.run("generate-completion").out())
                .contains("complete -F")
                .contains("--enforce")
                .contains("--ready-after");
    }

    @Test
    void tellsOfAFaultOfItsOwnInOneLineAndShowsWhereOnRequest() {
        InputStream broken = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("broken\nby \u001b[31mdesign");
            }
        };

        Cli.Finished brief = cli.reading(broken).run("evaluate", "-");
        assertThat(brief.err())
                .isEqualTo(
                        "overseer: unexpected java.lang.IllegalStateException: broken\\nby \\u{1b}[31mdesign. -v shows where\n");
        assertThat(brief.status()).isEqualTo(2);

        Cli.Finished verbose = cli.reading(broken).run("evaluate", "-v", "-");
        assertThat(verbose.err()).contains("    at dev.overseer.cli.").doesNotContain("\u001b");
        assertThat(verbose.status()).isEqualTo(2);
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput(@TempDir Path folder) throws IOException {
        Path input = EndpointEvents.file(folder.resolve("event.json"), insecure("test1"));
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) {
                throw new ClosedOutputException(new IOException("Broken pipe"));
            }
        };
        StringBuilder err = new StringBuilder();

        int status = new Main(terminal(closed, err), ending -> {}).execute("evaluate", input.toString());
        int withOptions = new Main(terminal(closed, err), ending -> {}).execute("rehearse", "-v", input.toString());

        assertThat(err).isEmpty();
        assertThat(status).isZero();
        assertThat(withOptions).isZero();
    }

    private static Terminal terminal(OutputStream out, StringBuilder err) {
        OutputStream recorded = new OutputStream() {
            @Override
            public void write(int b) {
                err.append((char) b);
            }
        };
        return new Terminal(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(recorded, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                Map.of(),
                Path.of(""),
                () -> false);
    }
}
