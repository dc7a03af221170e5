package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a plugin author can see of the API and the test kit says what it is. That it is sound, the compiler checks. */
class JavadocTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."))
            .toAbsolutePath()
            .resolve("../..")
            .normalize();

    @TempDir
    private Path classes;

    @Test
    void theApiIsDocumentedInFull() throws IOException {
        assertThat(undocumented(ROOT.resolve("framework-api/src/main/java"))).isEmpty();
    }

    @Test
    void theTestKitIsDocumentedInFull() throws IOException {
        assertThat(undocumented(ROOT.resolve("framework-testkit/src/main/java")))
                .isEmpty();
    }

    @Test
    void seesWhatIsMissing() throws IOException {
        Path source = Files.createDirectories(classes.resolve("planted"));
        Files.writeString(source.resolve("Planted.java"), """
                package planted;

                public final class Planted {
                    /** Is made. */
                    public Planted() {}

                    void hidden() {}

                    public void seen() {}
                }
                """);

        assertThat(undocumented(source))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("Planted.java:3: "))
                .anyMatch(line -> line.startsWith("Planted.java:9: "));
    }

    /** Returns where a comment is missing altogether; a comment may do without tags. */
    private List<String> undocumented(Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "-Xdoclint:missing/protected",
                "-Xmaxwarns",
                "10000",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT, null);
                Stream<Path> java = Files.walk(sources)) {
            List<File> named = java.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toFile)
                    .toList();
            boolean compiled = compiler.getTask(
                            null, files, found, options, null, files.getJavaFileObjectsFromFiles(named))
                    .call();
            assertThat(compiled).as(found.getDiagnostics().toString()).isTrue();
        }
        return found.getDiagnostics().stream()
                .filter(JavadocTest::isWithoutComment)
                .map(JavadocTest::text)
                .toList();
    }

    private static boolean isWithoutComment(Diagnostic<?> diagnostic) {
        String message = diagnostic.getMessage(Locale.ROOT);
        return message.contains("no comment") || message.contains("use of default constructor");
    }

    private static String text(Diagnostic<? extends JavaFileObject> diagnostic) {
        return "%s:%d: %s"
                .formatted(
                        Path.of(diagnostic.getSource().getName()).getFileName(),
                        diagnostic.getLineNumber(),
                        diagnostic.getMessage(Locale.ROOT));
    }
}
