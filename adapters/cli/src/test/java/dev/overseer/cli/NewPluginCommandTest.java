package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NewPluginCommandTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."))
            .toAbsolutePath()
            .resolve("../..")
            .normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MOST_LINES = 80;

    @TempDir
    private Path folder;

    private final Cli cli = new Cli();

    @Test
    void writesTheTemplateAsItIsUnderTheNamesOfTheTemplate() throws IOException {
        Path project = made("sns", "sns-topic-encrypted");

        assertThat(text(project, "src/main/java/com/acme/guard/TopicEncryptedControl.java"))
                .isEqualTo(text(
                                ROOT,
                                "plugin-template/src/main/java/dev/overseer/plugin/template/TopicEncryptedControl.java")
                        .replace("dev.overseer.plugin.template", "com.acme.guard"));
        assertThat(text(project, "src/main/resources/META-INF/services/dev.overseer.api.RemediationPlugin"))
                .isEqualTo("com.acme.guard.SnsPlugin\n");
        assertThat(project.resolve("mvnw")).isExecutable().hasSameTextualContentAs(ROOT.resolve("mvnw"));
        assertThat(project.resolve(".gitignore")).hasContent("target/\n");
        assertThat(project.resolve(".mvn/wrapper/maven-wrapper.properties")).exists();
    }

    @Test
    void givesOtherNamesToTheCodeAndAddsTheServicesModule() throws IOException {
        Path project = made("kinesis", "kinesis-stream-encrypted");

        assertThat(files(project))
                .contains(
                        "src/main/java/com/acme/guard/KinesisPlugin.java",
                        "src/main/java/com/acme/guard/StreamEncryptedControl.java",
                        "src/test/java/com/acme/guard/StreamEncryptedControlTest.java")
                .noneMatch(file -> file.contains("SnsPlugin") || file.contains("TopicEncrypted"));
        assertThat(text(project, "src/main/java/com/acme/guard/KinesisPlugin.java"))
                .contains("return \"kinesis\";", "new StreamEncryptedControl()");
        assertThat(text(project, "src/main/java/com/acme/guard/StreamEncryptedControl.java"))
                .contains("control(\"kinesis-stream-encrypted\"");
        assertThat(text(project, "src/test/resources/fixtures/topic-without-a-key.json"))
                .contains("\"control\": \"kinesis-stream-encrypted\"");
        assertThat(text(project, "pom.xml"))
                .contains("<groupId>com.acme.guard</groupId>", "<artifactId>kinesis-plugin</artifactId>")
                .contains("<artifactId>kinesis</artifactId>", "<artifactId>sns</artifactId>")
                .doesNotContain("<!-- sdk-module -->", "@");
    }

    @Test
    void takesTheModuleThatIsNotCalledLikeTheService() throws IOException {
        Path project = folder.resolve("logs");

        Cli.Finished finished = run("logs", "logs-2025", "com.acme.guard", project, "--sdk-module", "cloudwatchlogs");

        assertThat(finished.status()).isZero();
        assertThat(text(project, "pom.xml")).contains("<artifactId>cloudwatchlogs</artifactId>");
        assertThat(files(project)).contains("src/main/java/com/acme/guard/Logs2025Control.java");
    }

    @Test
    void laysDownASnapshotWithTheTimeOfItsBuild() throws IOException {
        Path project = made("sns", "sns-topic-encrypted");

        List<String> repository = files(project.resolve("repo/dev/overseer"));
        assertThat(repository)
                .filteredOn(file -> !file.endsWith(".xml"))
                .hasSize(10)
                .allMatch(file ->
                        file.matches(".*/\\d[.0-9]*-(SNAPSHOT/.*-\\d{8}\\.\\d{6}-1|/.*)(-sources)?\\.(jar|pom)"));
        String jar = repository.stream()
                .filter(file -> file.endsWith("-1.jar"))
                .findFirst()
                .orElseThrow();
        String metadata = text(project.resolve("repo/dev/overseer"), jar.replaceFirst("[^/]+$", "maven-metadata.xml"));
        assertThat(jar).contains(value(metadata, "value")).contains(value(metadata, "timestamp"));
    }

    @Test
    void bringsTheSourcesFromWhichTheJavadocIsShown() throws IOException {
        Path repository = made("sns", "sns-topic-encrypted").resolve("repo/dev/overseer");

        String jar = files(repository).stream()
                .filter(file -> file.matches(".*/overseer-framework-api-.*-sources\\.jar"))
                .findFirst()
                .orElseThrow();
        try (ZipFile sources = new ZipFile(repository.resolve(jar).toFile())) {
            ZipEntry control = sources.getEntry("dev/overseer/api/Control.java");
            assertThat(new String(sources.getInputStream(control).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(text(ROOT, "framework-api/src/main/java/dev/overseer/api/Control.java"));
        }
    }

    @Test
    void saysAllThatIsWrongWithTheNames() {
        Cli.Finished finished = run("SNS", "Topic_Encrypted", "com.acme.class", folder.resolve("new"));

        assertThat(finished.err().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("overseer: \"SNS\" is not a service."))
                .anyMatch(line -> line.startsWith("overseer: \"Topic_Encrypted\" is not the id of a control."))
                .anyMatch(line -> line.startsWith("overseer: \"com.acme.class\" is not a Java package."))
                .anyMatch(line -> line.startsWith("overseer: The AWS SDK has no module \"SNS\"."));
        assertThat(finished.status()).isEqualTo(2);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void refusesNamesThatCannotBe() {
        assertRefused("Did you mean kinesis?", "kineses", "kinesis-a", "com.acme");
        assertRefused("The package dev.overseer.guard is not yours", "sns", "sns-a", "dev.overseer.guard");
        assertRefused("is not the id of a control", "sns", "x".repeat(51), "com.acme");
        assertRefused("is not the id of a control", "sns", "../../etc", "com.acme");
        assertRefused("is not a Java package", "sns", "sns-a", "com..acme");
        assertRefused("is not a service", "s/../n", "sns-a", "com.acme");
    }

    @Test
    void refusesAFolderThatHoldsSomething() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThat(run("sns", "sns-a", "com.acme", folder).err())
                .contains("The folder %s is not empty: it holds notes.txt.".formatted(folder));
        assertThat(run("sns", "sns-a", "com.acme", folder.resolve("notes.txt")).err())
                .contains("notes.txt is a file.");
        assertThat(files(folder)).containsExactly("notes.txt");
    }

    @Test
    void saysWhichArgumentIsMissing() {
        assertThat(cli.run("new-plugin", "--service", "sns", "--control", "sns-a", "--package", "com.acme")
                        .err())
                .contains("Missing required parameter: 'DIR'");
        assertThat(cli.run("new-plugin", folder.resolve("new")).err()).contains("--service=SERVICE");
    }

    @Test
    void buildsWithTheSameMavenPluginsAsOverseer() throws IOException {
        Map<String, String> own = versions(text(ROOT, "plugin-template/project/pom.xml"));

        assertThat(own).hasSizeGreaterThanOrEqualTo(6);
        assertThat(versions(text(ROOT, "pom.xml"))).containsAllEntriesOf(own);
    }

    @Test
    void theTemplatesControlAndItsTestAreShort() throws IOException {
        Path template = ROOT.resolve("plugin-template/src");

        List<String> code = Stream.of(
                        text(template, "main/java/dev/overseer/plugin/template/TopicEncryptedControl.java"),
                        text(template, "test/java/dev/overseer/plugin/template/TopicEncryptedControlTest.java"))
                .flatMap(String::lines)
                .filter(line -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package "))
                .toList();

        assertThat(code).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    @Tag("slow")
    @Timeout(1500)
    void builtProjectsPassTheirTestsAndArePackaged() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path sns = made("sns", "sns-topic-encrypted");
        Path kinesis = made("kinesis", "kinesis-stream-encrypted");

        for (Path project : List.of(sns, kinesis)) {
            verify(project, home);
            Path zip = folder.resolve(project.getFileName() + ".zip");
            Cli.Finished packaged = cli.run("package", "--plugin", project.resolve("target/plugin"), "-o", zip);
            assertThat(packaged.err()).isEmpty();
            assertThat(zip).isNotEmptyFile();
        }

        assertThat(cli.run("plugins", "--check", "--plugin", kinesis.resolve("target/plugin"))
                        .out())
                .contains("nothing wrong: ", "kinesis-stream-encrypted");
    }

    private void verify(Path project, Path home) throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder maven = new ProcessBuilder("./mvnw", "-B", "verify")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        maven.environment().put("HOME", home.toString());
        // Java takes the home directory from the user database, not from HOME.
        maven.environment().put("MAVEN_OPTS", "-Duser.home=" + home);
        Process process = maven.start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(() -> read(log)).isZero();
        assertThat(read(log)).contains("BUILD SUCCESS").containsPattern("Tests run: [1-9]\\d");
    }

    private Path made(String service, String control) {
        Path project = folder.resolve("a project for " + service);

        Cli.Finished finished = run(service, control, "com.acme.guard", project);

        assertThat(finished.err()).isEmpty();
        assertThat(finished.out()).contains("plugin %s with control %s".formatted(service, control));
        return project;
    }

    private Cli.Finished run(String service, String control, String javaPackage, Path project, String... more) {
        return cli.run(Stream.concat(
                        Stream.of(
                                "new-plugin",
                                "--service",
                                service,
                                "--control",
                                control,
                                "--package",
                                javaPackage,
                                project),
                        Stream.of(more))
                .toArray());
    }

    private void assertRefused(String message, String service, String control, String javaPackage) {
        Cli.Finished finished = run(service, control, javaPackage, folder.resolve("refused"));

        assertThat(finished.err()).contains(message);
        assertThat(finished.status()).isEqualTo(2);
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    /** Returns the versions of Maven's plugins, by artifact. */
    private static Map<String, String> versions(String pom) {
        return Pattern.compile("<artifactId>(maven-[a-z]+-plugin)</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(pom)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1),
                        (MatchResult found) -> found.group(2),
                        (one, same) -> one,
                        TreeMap::new));
    }

    private static String value(String xml, String element) {
        return xml.replaceAll("(?s).*?<%1$s>([^<]+)</%1$s>.*".formatted(element), "$1");
    }

    private static String text(Path root, String file) throws IOException {
        return Files.readString(root.resolve(file));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try (InputStream log = Files.newInputStream(file)) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
