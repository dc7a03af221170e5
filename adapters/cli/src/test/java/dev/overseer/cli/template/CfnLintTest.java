package dev.overseer.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What AWS's own checker says, where it is installed. */
@Tag("slow")
class CfnLintTest {
    private static final List<ControlDescriptor> CONTROLS =
            PluginCatalog.load(CfnLintTest.class.getClassLoader()).routable();

    private static final List<Destination> TOLD = List.of(
            new Destination.Sns("arn:aws:sns:eu-west-1:123456789012:alerts", "eu-west-1"),
            new Destination.Ses("overseer@example.com", List.of("team@example.com"), Optional.empty()),
            new Destination.EventBridge("tickets", Optional.empty()));

    @TempDir
    private Path folder;

    @BeforeEach
    void cfnLintIsThere() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "cfn-lint")));
        assumeTrue(there, "There is no cfn-lint on the PATH: pip install cfn-lint");
    }

    @Test
    void findsNothingWrong() throws Exception {
        CodePackage code = new CodePackage("overseer-lambda.zip", "0123456789abcdef".repeat(4), Optional.empty());

        assertThat(lint(Yaml.text(DeploymentTemplate.of(new Deployment(
                        CONTROLS, CONTROLS, Optional.of(code), new TreeSet<>(), new TreeSet<>(), List.of())))))
                .isEmpty();
        assertThat(lint(Yaml.text(DeploymentTemplate.of(new Deployment(
                        CONTROLS,
                        CONTROLS,
                        Optional.empty(),
                        new TreeSet<>(Set.of("012345678901")),
                        new TreeSet<>(),
                        TOLD)))))
                .isEmpty();
        assertThat(lint(Yaml.text(MemberTemplate.of(CONTROLS)))).isEmpty();
    }

    @Test
    void wouldFindSomething() throws Exception {
        String wrong = Yaml.text(MemberTemplate.of(CONTROLS)).replace("RoleName", "RoleNam");

        assertThat(lint(wrong)).contains("RoleNam");
    }

    private String lint(String template) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("template.yaml"), template);
        Process process = new ProcessBuilder("cfn-lint", "--regions", "eu-west-1", "--template", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
