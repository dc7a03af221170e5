package dev.overseer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageCommandTest {
    private static final String CONTENTS = "META-INF/overseer/package.json";
    private static final String SBOM = "META-INF/sbom/overseer.cdx.json";
    private static final Cli CLI = new Cli();
    private static final List<String> CONTROLS = List.of(
            "glue-crawler",
            "glue-data-catalog-encryption",
            "glue-dev-endpoint",
            "glue-dev-endpoint-update",
            "glue-interactive-session",
            "glue-job",
            "glue-resource-policy");

    private static final List<String> FUNCTIONS_OWN = List.of("dynamodb", "glue", "scheduler", "sqs", "sts");

    @TempDir
    private static Path once;

    private static Zip glue;
    private static Cli.Finished finished;

    @TempDir
    private Path folder;

    @BeforeAll
    static void packageGlue() {
        glue = new Zip(once.resolve("overseer-lambda.zip"));
        finished = CLI.run("package", "--plugin", "glue", "-o", glue.file());
    }

    @Test
    void tellsWhatIsInThePackageAndWhatToDoNext() throws Exception {
        byte[] bytes = Files.readAllBytes(glue.file());
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));

        assertThat(finished.err()).isEmpty();
        assertThat(finished.out()).isEqualTo("""
                %s  %.1f MB, %d jars
                    plugin   glue  %s
                    sha256   %s
                    handler  dev.overseer.lambda.RemediationHandler::handleRequest
                    next     overseer policy template --package %1$s
                """.formatted(
                        glue.file(), bytes.length / 1e6, glue.jars().size(), String.join(", ", CONTROLS), sha256));
        assertThat(finished.status()).isZero();
    }

    @Test
    void hasTheConfigurationThatIsGivenAndChecked(@TempDir Path place) throws IOException {
        Path configuration =
                Files.writeString(place.resolve("mine.yaml"), "controls: {glue-dev-endpoint: {mode: enforce}}\n");
        Path zip = place.resolve("configured.zip");

        run("--plugin", "glue", "--config", configuration, "-o", zip);

        assertThat(new Zip(zip).bytes("overseer.yaml")).isEqualTo(Files.readAllBytes(configuration));
    }

    @ParameterizedTest
    @CsvSource({
        "{sns: 'arn:aws:sns:eu-west-1:123456789012:alerts'}, sns, sns:Publish",
        "'{ses: {from: overseer@example.com, to: [team@example.com]}}', ses, ses:SendEmail",
        "{eventbridge: tickets}, , events:PutEvents"
    })
    void hasTheClientsOfThoseWhomItsConfigurationNotifiesAndNoOthers(
            String notify, @Nullable String client, String action, @TempDir Path place) throws IOException {
        Path zip = telling("[%s]".formatted(notify), place);

        assertThat(new Zip(zip).sdkClients())
                .containsExactlyElementsOf(Stream.concat(FUNCTIONS_OWN.stream(), Stream.ofNullable(client))
                        .sorted()
                        .toList());
        assertThat(CLI.run("policy", "template", "--package", zip).out()).contains("Action: " + action);
    }

    @Test
    void isSmallEnoughWhateverItsConfigurationNotifies(@TempDir Path place) throws IOException {
        Path zip = telling("""

                  - sns: arn:aws:sns:eu-west-1:123456789012:alerts
                  - ses: {from: overseer@example.com, to: [team@example.com]}
                  - eventbridge: tickets
                """, place);

        assertThat(Files.size(zip)).isLessThan(32_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "'controls: {glue-dev-endpont: {mode: enforce}}', Did you mean glue-dev-endpoint?",
        "'ledger: {type: sqlite}', a function has no disk of its own for a ledger in SQLite. Take dynamodb"
    })
    void refusesAConfigurationWithWhichTheFunctionWouldNotStart(String yaml, String problem, @TempDir Path place)
            throws IOException {
        Path configuration = Files.writeString(place.resolve("mine.yaml"), yaml);
        Path zip = place.resolve("configured.zip");

        Cli.Finished refused = CLI.run("package", "--plugin", "glue", "--config", configuration, "-o", zip);

        assertThat(refused.err()).contains(problem);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(zip).doesNotExist();
    }

    @Test
    void hasWhatTheFunctionAndThePluginNeedAndNothingElse() throws IOException {
        assertThat(glue.sdkClients()).containsExactlyElementsOf(FUNCTIONS_OWN);
        assertThat(glue.jars())
                .filteredOn(jar -> jar.startsWith("overseer-"))
                .containsExactly(
                        "overseer-framework-api-0.1.0-SNAPSHOT.jar",
                        "overseer-framework-runtime-0.1.0-SNAPSHOT.jar",
                        "overseer-lambda-0.1.0-SNAPSHOT.jar",
                        "overseer-plugin-glue-0.1.0-SNAPSHOT.jar",
                        "overseer-sinks-0.1.0-SNAPSHOT.jar",
                        "overseer-sqs-0.1.0-SNAPSHOT.jar");
        assertThat(glue.jars())
                .doesNotHaveDuplicates()
                .noneMatch(jar -> jar.matches("(picocli|sqlite|junit|archunit).*"));
        assertThat(glue.names()).filteredOn(name -> !name.startsWith("lib/")).containsExactly(CONTENTS, SBOM);
    }

    @Test
    void isSmallEnough() throws IOException {
        assertThat(Files.size(glue.file())).isLessThan(28_000_000);
    }

    @Test
    void saysInsideWhichPluginsItHas() throws IOException {
        assertThat(new String(glue.bytes(CONTENTS), UTF_8)).isEqualTo("""
                {"schema":"overseer/package/1","framework":"0.1.0-SNAPSHOT",\
                "plugins":[{"service":"glue","controls":["%s"]}]}
                """.formatted(String.join("\",\"", CONTROLS)));
    }

    @Test
    void listsEveryJarInABillOfMaterials() throws Exception {
        JsonNode components = glue.json(SBOM).path("components");

        assertThat(new JsonParser().validate(glue.bytes(SBOM), Version.VERSION_16))
                .isEmpty();
        assertThat(components
                        .valueStream()
                        .map(component -> component.path("bom-ref").asText()))
                .containsExactlyElementsOf(glue.names().stream()
                        .filter(name -> name.startsWith("lib/"))
                        .toList());
        for (JsonNode component : components) {
            byte[] jar = glue.bytes(component.path("bom-ref").asText());
            assertThat(component.at("/hashes/0/content").asText())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(jar)));
        }
        assertThat(components)
                .filteredOn(component -> component.path("name").asText().equals("logback-core"))
                .singleElement()
                .satisfies(logback -> {
                    assertThat(logback.path("group").asText()).isEqualTo("ch.qos.logback");
                    assertThat(logback.path("purl").asText())
                            .isEqualTo("pkg:maven/ch.qos.logback/logback-core@"
                                    + logback.path("version").asText());
                    assertThat(logback.at("/licenses/0/license/id").asText()).isEqualTo("EPL-2.0");
                });
        assertThat(glue.json(SBOM).at("/metadata/timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void findsTheBillOfMaterialsWrongIfItIs() throws Exception {
        String broken = new String(glue.bytes(SBOM), UTF_8).replace("\"SHA-256\"", "\"SHA-7\"");

        assertThat(new JsonParser().validate(broken.getBytes(UTF_8), Version.VERSION_16))
                .isNotEmpty();
    }

    @Test
    void givesTheSameBytesForTheSameJars() throws IOException {
        Path one = PluginJar.of(folder.resolve("one"), "OnePlugin", "one");
        Path two = PluginJar.of(folder.resolve("two"), "TwoPlugin", "two");
        Path first = folder.resolve("first.zip");
        Path second = folder.resolve("second.zip");

        run("--plugin", one, "--plugin", two, "--plugin", two, "-o", first);
        Files.setLastModifiedTime(one, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        run("--plugin", two, "--plugin", one, "-o", second);

        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(new Zip(first).json(CONTENTS).path("plugins").findValuesAsText("service"))
                .containsExactly("one", "two");
    }

    @Test
    void hasOnlyTheClientsThatItsPluginCalls() throws IOException {
        Path s3 = folder.resolve("s3.zip");

        run("--plugin", "s3", "-o", s3);

        assertThat(new Zip(s3).sdkClients()).containsExactly("dynamodb", "s3", "s3control", "scheduler", "sqs", "sts");
        assertThat(new Zip(s3).json(CONTENTS).path("plugins").findValuesAsText("service"))
                .containsExactly("s3");
    }

    @Test
    void hasTheShippedPluginsUnlessSomeAreNamed() throws IOException {
        Path sample = PluginJar.of(folder, "SamplePlugin", "sample");

        run("-o", folder.resolve("all.zip"));
        run("--plugin", sample, "-o", folder.resolve("mine.zip"));

        assertThat(new Zip(folder.resolve("all.zip"))
                        .json(CONTENTS)
                        .path("plugins")
                        .findValuesAsText("service"))
                .contains("ec2", "glue", "s3");
        assertThat(new Zip(folder.resolve("mine.zip")).sdkClients())
                .containsExactly("dynamodb", "scheduler", "sqs", "sts");
    }

    @Test
    void takesAFolderOfAPluginAndTheJarsThatItRunsWith() throws IOException {
        Path plugin = PluginJar.withTargets(folder, "return picocli.CommandLine.VERSION == null ? null : List.of();");
        Path libraries = Files.createDirectories(folder.resolve("my-plugin"));
        Files.move(plugin, libraries.resolve("my-plugin-1.2.jar"));
        Files.writeString(libraries.resolve("README.txt"), "Not a jar.");
        copy("picocli-", libraries);
        copy("sts-", libraries);
        Path zip = folder.resolve("mine.zip");

        run("--plugin", libraries, "-o", zip);

        assertThat(new Zip(zip).jars()).contains("my-plugin-1.2.jar").anyMatch(jar -> jar.startsWith("picocli-"));
        assertThat(new Zip(zip).jars())
                .filteredOn(jar -> jar.startsWith("sts-"))
                .hasSize(1);
        assertThat(new JsonParser().validate(new Zip(zip).bytes(SBOM), Version.VERSION_16))
                .isEmpty();
    }

    @Test
    void takesTheRunningFrameworkOverAnotherBuildOfTheSameVersion() throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("my-plugin"));
        Files.move(PluginJar.of(folder, "SamplePlugin", "sample"), libraries.resolve("sample.jar"));
        MadeJar.library(libraries, "dev.overseer", "overseer-framework-api", "0.1.0-SNAPSHOT");

        run("--plugin", libraries, "-o", folder.resolve("mine.zip"));

        String api = "lib/overseer-framework-api-0.1.0-SNAPSHOT.jar";
        assertThat(new Zip(folder.resolve("mine.zip")).bytes(api)).isEqualTo(glue.bytes(api));
    }

    @Test
    void makesAPackageForEachPlugin() throws IOException {
        Path sample = PluginJar.of(folder, "SamplePlugin", "sample");

        Cli.Finished isolated =
                run("--isolate", "--plugin", "glue", "--plugin", sample, "-o", folder.resolve("overseer.zip"));

        assertThat(zips()).containsExactly("overseer-glue.zip", "overseer-sample.zip");
        assertThat(folder.resolve("overseer-glue.zip")).hasSameBinaryContentAs(glue.file());
        assertThat(new Zip(folder.resolve("overseer-sample.zip")).sdkClients()).doesNotContain("glue");
        assertThat(isolated.out()).contains("plugin   glue  glue-crawler, glue-", "plugin   sample  sample-control");
        assertThat(isolated.out().lines().filter(line -> line.contains(" next ")))
                .containsExactly(
                        "    next     overseer policy template --package " + folder.resolve("overseer-glue.zip"),
                        "    next     overseer policy template --package %s --plugin %s"
                                .formatted(folder.resolve("overseer-sample.zip"), sample));
    }

    @Test
    void takesSeveralPluginsOfOneFolderIntoOnePackageOnly() throws IOException {
        PluginJar.of(folder, "OnePlugin", "one");
        PluginJar.of(folder, "TwoPlugin", "two");

        assertRefused(
                "one and two are plugins of one folder. With --isolate, each needs a folder of its own.",
                "--isolate",
                "--plugin",
                folder);
        assertThat(run("--plugin", folder, "-o", folder.resolve("both.zip")).out())
                .contains("plugin   one  one-control", "plugin   two  two-control");
    }

    @Test
    void makesNoPackageAtAllIfOnePluginOfSeveralIsWrong() throws IOException {
        assertRefused("BlindPlugin", "--isolate", "--plugin", "glue", "--plugin", PluginJar.withoutReads(folder));
    }

    @Test
    void replacesAPackageOnlyByOneThatIsSound() throws IOException {
        Path zip = Files.writeString(folder.resolve("overseer-lambda.zip"), "the one before");

        CLI.run("package", "--plugin", PluginJar.throwing(folder), "-o", zip);
        assertThat(zip).hasContent("the one before");

        run("--plugin", "glue", "-o", zip);
        assertThat(zip).hasSameBinaryContentAs(glue.file());
        assertThat(zips()).containsExactly("overseer-lambda.zip");
    }

    @Test
    void refusesAnArtifactInTwoVersions() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.move(PluginJar.of(folder, "OnePlugin", "one"), mine.resolve("one.jar"));
        Path yours = Files.createDirectories(folder.resolve("yours"));
        Files.move(PluginJar.of(folder, "TwoPlugin", "two"), yours.resolve("two.jar"));
        MadeJar.library(mine, "software.amazon.awssdk", "sdk-core", "2.1.0");
        MadeJar.library(mine, "org.example", "tool", "1.0");
        MadeJar.library(yours, "org.example", "tool", "2.0");
        MadeJar.library(yours, "org.example", "other", "3.0");
        MadeJar.library(yours, "org.example", "other", "4.0");

        Cli.Finished refused = assertRefused(
                "org.example:tool comes in 2 versions: 1.0 of %s, 2.0 of %s. ".formatted(mine, yours),
                "--plugin",
                mine,
                "--plugin",
                yours);

        assertThat(refused.err())
                .contains("software.amazon.awssdk:sdk-core comes in 2 versions: 2.1.0 of %s, 2.".formatted(mine))
                .contains(" of Overseer's function. Build %s with 2.".formatted(mine))
                .contains("3.0 of %1$s, 4.0 of %1$s. Leave only one of them in %1$s.".formatted(yours));
    }

    @Test
    void refusesAnotherVersionOfTheFramework() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.move(PluginJar.of(folder, "OnePlugin", "one"), mine.resolve("one.jar"));
        MadeJar.library(mine, "dev.overseer", "overseer-framework-runtime", "0.7.0");

        assertRefused(
                "Every package has the 0.1.0-SNAPSHOT of this release: build %s with it, and leave that jar out."
                        .formatted(mine),
                "--plugin",
                mine);
    }

    @Test
    void refusesTwoJarsThatClaimToBeTheSame() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.move(PluginJar.of(folder, "OnePlugin", "one"), mine.resolve("one.jar"));
        Path yours = Files.createDirectories(folder.resolve("yours"));
        Files.move(PluginJar.of(folder, "TwoPlugin", "two"), yours.resolve("two.jar"));
        MadeJar.of(mine.resolve("tool-1.0.jar"), Map.of("tool", "mine"));
        MadeJar.of(yours.resolve("tool-1.0.jar"), Map.of("tool", "yours"));

        assertRefused("differ, and both are tool:1.0. ", "--plugin", mine, "--plugin", yours);
    }

    @Test
    void refusesTwoPluginsForOneService() throws IOException {
        Path one = PluginJar.of(folder.resolve("one"), "OnePlugin", "sample");
        Path two = PluginJar.of(folder.resolve("two"), "TwoPlugin", "sample");

        assertRefused(
                "Plugin sample.OnePlugin of %s: Service \"sample\" is claimed by the plugins sample.OnePlugin and sample.TwoPlugin."
                        .formatted(one),
                "--plugin",
                one,
                "--plugin",
                two);
        assertRefused(
                "%s and %s are for one service, sample. ".formatted(one, two),
                "--isolate",
                "--plugin",
                one,
                "--plugin",
                two);
    }

    @Test
    void refusesThePluginThatIsInTwoJars() throws IOException {
        Path one = PluginJar.of(folder, "SamplePlugin", "sample");
        Path other = Files.copy(one, folder.resolve("renamed.jar"));

        assertRefused(
                "The plugin sample.SamplePlugin comes twice: in %s and in %s.".formatted(one, other),
                "--plugin",
                other,
                "--plugin",
                one);
    }

    @Test
    void refusesAPluginWhoseLibrariesAreMissing() throws IOException {
        Path plugin = PluginJar.withTargets(folder, "return picocli.CommandLine.VERSION == null ? null : List.of();");

        assertRefused(
                "Plugin sample.SamplePlugin of %s uses classes that are not in the package: picocli.CommandLine."
                        .formatted(plugin),
                "--plugin",
                plugin);
    }

    @Test
    void tellsAllThatIsWrongWithAllPluginsAtOnce() throws IOException {
        Cli.Finished refused = assertRefused(
                "no controls today",
                "--plugin",
                PluginJar.throwing(folder),
                "--plugin",
                PluginJar.withoutReads(folder));

        assertThat(refused.err()).contains("BlindPlugin.jar: control sample-control: ");
    }

    @Test
    void refusesASessionPolicyThatIsTooLong() throws IOException {
        assertRefused("The session policy of control sample-control has ", "--plugin", PluginJar.readingMuch(folder));
    }

    @Test
    void refusesWhatHasNoPlaceInAPackage() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.move(PluginJar.of(folder, "OnePlugin", "one"), mine.resolve("one.jar"));
        Path sqlite = MadeJar.of(mine.resolve("sqlite-jdbc-3.54.jar"), Map.of("org/sqlite/JDBC.class", ""));
        Path testKit = MadeJar.library(mine, "dev.overseer", "overseer-framework-testkit", "0.1.0-SNAPSHOT");
        Path fat = MadeJar.of(mine.resolve("fat.jar"), Map.of("dev/overseer/api/Control.class", ""));

        Cli.Finished refused = assertRefused(sqlite + " is SQLite, or holds it", "--plugin", mine);

        assertThat(refused.err())
                .contains(testKit + " is dev.overseer:overseer-framework-testkit:0.1.0-SNAPSHOT, which is no part of a")
                .contains(fat + " holds classes of Overseer itself, such as dev/overseer/api/Control.class");
    }

    @Test
    void refusesWhatIsNoPlugin() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path none = MadeJar.library(folder, "org.example", "tool", "1.0");

        assertRefused("The plugin nowhere.jar does not exist.", "--plugin", "nowhere.jar");
        assertRefused("The plugin folder %s holds no *.jar.".formatted(empty), "--plugin", empty);
        assertRefused("There is no plugin in %s: ".formatted(none), "--plugin", none);
    }

    @Test
    void guessesWhichShippedPluginWasMeant() {
        Cli.Finished refused = CLI.run("package", "--plugin", "glu", "-o", folder.resolve("refused.zip"));

        assertThat(refused.err()).startsWith("overseer: \"glu\" is not a shipped plugin. Did you mean glue?");
        assertThat(refused.status()).isEqualTo(2);
    }

    @Test
    void refusesADamagedJar() throws IOException {
        Path noJar = Files.writeString(folder.resolve("no.jar"), "not a zip");
        Path damaged = MadeJar.of(folder.resolve("damaged.jar"), Map.of("text", "a".repeat(10)));
        byte[] bytes = Files.readAllBytes(damaged);
        int content = 30 + "text".length();
        bytes[content] ^= 0x10;
        Files.write(damaged, bytes);

        assertRefused(noJar + " is not a jar that can be read: ", "--plugin", noJar);
        assertRefused(damaged + " is not a jar that can be read: ", "--plugin", damaged);
    }

    @Test
    void refusesAPlaceWhereNoZipCanBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path directory = Files.createDirectories(folder.resolve("directory.zip"));

        assertRefused("There is no folder ", "-o", folder.resolve("nowhere/overseer-lambda.zip"));
        assertRefused("There is no folder ", "-o", file.resolve("overseer-lambda.zip"));
        assertRefused(directory + " is a folder. ", "-o", directory);
        assertRefused("\"json\" is no name for a package. -o names the zip", "-o", "json");
    }

    /** Packages Glue with a configuration that tells of what it does. */
    private static Path telling(String notify, Path place) throws IOException {
        Path configuration = Files.writeString(place.resolve("mine.yaml"), "notify: " + notify);
        Path zip = place.resolve("notifying.zip");
        run("--plugin", "glue", "--config", configuration, "-o", zip);
        return zip;
    }

    private static Cli.Finished run(Object... options) {
        Cli.Finished result = CLI.run(command(options));
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        return result;
    }

    private Cli.Finished assertRefused(String message, Object... options) throws IOException {
        List<Object> named = new ArrayList<>(List.of(options));
        if (!named.contains("-o")) {
            named.addAll(List.of("-o", folder.resolve("refused.zip")));
        }

        Cli.Finished result = CLI.run(command(named.toArray()));

        assertThat(result.err()).contains(message);
        assertThat(result.err().lines()).allMatch(line -> line.startsWith("overseer: "));
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(2);
        assertThat(zips()).noneMatch(name -> name.startsWith("refused") || name.startsWith("."));
        return result;
    }

    private static Object[] command(Object... options) {
        return Stream.concat(Stream.of("package"), Arrays.stream(options)).toArray();
    }

    /** Whatever could be a zip, also in the making. */
    private List<String> zips() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".zip"))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(String library, Path folder) throws IOException {
        Path jar = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(file -> file.getFileName().toString().startsWith(library))
                .findFirst()
                .orElseThrow();
        Files.copy(jar, folder.resolve(jar.getFileName()));
    }
}
