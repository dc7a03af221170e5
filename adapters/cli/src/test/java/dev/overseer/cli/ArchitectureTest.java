package dev.overseer.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.cli.planted.KnowsAPlugin;
import dev.overseer.plugin.planted.PlantedPlugin;
import dev.overseer.runtime.planted.CountsStatically;
import dev.overseer.runtime.planted.KnowsTheTestKit;
import dev.overseer.runtime.planted.MakesAClient;
import dev.overseer.runtime.planted.PlantedManager;
import dev.overseer.runtime.planted.Prints;
import dev.overseer.runtime.planted.ReadsTheClock;
import dev.overseer.runtime.planted.Sleeps;
import dev.overseer.runtime.planted.WiresItself;
import dev.overseer.runtime.planted.one.One;
import dev.overseer.runtime.planted.other.Other;
import dev.overseer.testkit.PluginArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may know whom, and what no code does: the design's rules, over all modules but the benchmarks. */
class ArchitectureTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."))
            .toAbsolutePath()
            .normalize()
            .resolve("../..")
            .normalize();

    private static final JavaClasses OVERSEER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.overseer");

    private static final ArchRule API_KNOWS_ITSELF = mayKnow("dev.overseer.api..");
    private static final ArchRule RUNTIME_KNOWS_THE_API = mayKnow("dev.overseer.runtime..", "dev.overseer.api..");
    private static final ArchRule TEST_KIT_RUNS_THE_RUNTIME =
            mayKnow("dev.overseer.testkit..", "dev.overseer.api..", "dev.overseer.runtime..");
    private static final ArchRule CLI_KNOWS_NO_PLUGIN = mayKnow(
            "dev.overseer.cli..",
            "dev.overseer.api..",
            "dev.overseer.runtime..",
            "dev.overseer.testkit..",
            "dev.overseer.sqs..",
            "dev.overseer.sinks..");
    private static final ArchRule WORKER_KNOWS_NO_OTHER_HOST =
            mayKnow("dev.overseer.sqs..", "dev.overseer.api..", "dev.overseer.runtime..");
    private static final ArchRule SINKS_KNOW_NO_HOST =
            mayKnow("dev.overseer.sinks..", "dev.overseer.api..", "dev.overseer.runtime..");
    private static final ArchRule FUNCTION_KNOWS_THE_QUEUE_AND_SINKS = mayKnow(
            "dev.overseer.lambda..",
            "dev.overseer.api..",
            "dev.overseer.runtime..",
            "dev.overseer.sqs..",
            "dev.overseer.sinks..");

    private static final ArchRule GUICE_IN_MODULES_AND_MAINS = noClasses()
            .that(describe("are neither modules nor mains", type -> !wires(type)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.inject..", "jakarta.inject..", "javax.inject..")
            .because("classes are made by constructors, in tests as in production");

    private static final ArchRule NO_STATIC_STATE = fields().that()
            .areStatic()
            .should(ArchCondition.from(PluginArchitecture.constant()))
            .because("two engines in one process share nothing");

    private static final ArchRule RUNTIME_NEVER_WAITS = noClasses()
            .that()
            .resideInAPackage("dev.overseer.runtime..")
            .should()
            .accessTargetWhere(PluginArchitecture.waitingOrThreading())
            .because("waiting is a return value, and the host decides how to wait");

    private static final ArchRule CLIENTS_COME_FROM_ONE_PLACE = noClasses()
            .that(resideInAPackage("dev.overseer.runtime..").and(resideOutsideOfPackage("dev.overseer.runtime.aws")))
            .should()
            .accessTargetWhere(PluginArchitecture.makingAnAwsClient())
            .because("the guard is in front of every call");

    private static final ArchRule TIME_COMES_FROM_A_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackages("dev.overseer.cli..", "dev.overseer.lambda..")
            .should()
            .accessTargetWhere(readingTheTime())
            .because("tests and rehearsals set the time");

    private static final ArchRule ONLY_HOSTS_PRINT = noClasses()
            .that()
            .resideOutsideOfPackages("dev.overseer.cli..", "dev.overseer.lambda..")
            .should()
            .accessTargetWhere(PluginArchitecture.printing())
            .because("standard output belongs to the host");

    private static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.overseer.(**)").should().beFreeOfCycles();

    private static final ArchRule NAMES_SAY_SOMETHING = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Utils?)|.*[.$]Abstract[A-Z][^.$]*")
            .because("a name is a word of the domain");

    @Test
    void seesAllPackagesOfAllModules() throws IOException {
        Set<String> seen = OVERSEER.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(seen).containsAll(packagesWithSources()).contains("dev.overseer.api", "dev.overseer.runtime.plugin");
        assertThat(OVERSEER).hasSizeGreaterThan(60);
    }

    @Test
    void modulesKnowOnlyThoseBelowThem() {
        API_KNOWS_ITSELF.check(OVERSEER);
        RUNTIME_KNOWS_THE_API.check(OVERSEER);
        TEST_KIT_RUNS_THE_RUNTIME.check(OVERSEER);
        CLI_KNOWS_NO_PLUGIN.check(OVERSEER);
        WORKER_KNOWS_NO_OTHER_HOST.check(OVERSEER);
        SINKS_KNOW_NO_HOST.check(OVERSEER);
        FUNCTION_KNOWS_THE_QUEUE_AND_SINKS.check(OVERSEER);

        assertCatches(RUNTIME_KNOWS_THE_API, "dev.overseer.testkit.TestClock", KnowsTheTestKit.class);
        assertCatches(CLI_KNOWS_NO_PLUGIN, "dev.overseer.plugin.planted.PlantedPlugin", KnowsAPlugin.class);
    }

    @Test
    void pluginsKeepTheirRules() {
        OVERSEER.stream()
                .filter(type -> type.isAssignableTo(RemediationPlugin.class) && !type.isInterface())
                .map(JavaClass::getPackageName)
                // The contract plays one control of a plugin by a plugin of its own
                .filter(plugin -> !plugin.equals("dev.overseer.testkit"))
                .distinct()
                .forEach(PluginArchitecture::check);

        assertCatches(
                PluginArchitecture.knowsOnlyTheApi("dev.overseer.plugin.planted"),
                "dev.overseer.runtime.incident.Incident",
                PlantedPlugin.class);
    }

    @Test
    void onlyModulesAndMainsKnowGuice() {
        GUICE_IN_MODULES_AND_MAINS.check(OVERSEER);

        assertCatches(GUICE_IN_MODULES_AND_MAINS, "com.google.inject.Injector", WiresItself.class);
    }

    @Test
    void nothingStaticChanges() {
        NO_STATIC_STATE.check(OVERSEER);

        assertCatches(NO_STATIC_STATE, "CountsStatically.count", CountsStatically.class);
        assertCatches(NO_STATIC_STATE, "CountsStatically.SEEN", CountsStatically.class);
    }

    @Test
    void theRuntimeNeitherSleepsNorStartsThreads() {
        RUNTIME_NEVER_WAITS.check(OVERSEER);

        assertCatches(RUNTIME_NEVER_WAITS, "Thread.sleep", Sleeps.class);
        assertCatches(RUNTIME_NEVER_WAITS, "Executors.newVirtualThreadPerTaskExecutor", Sleeps.class);
    }

    @Test
    void theRuntimeMakesClientsInOnePlace() {
        CLIENTS_COME_FROM_ONE_PLACE.check(OVERSEER);

        assertCatches(CLIENTS_COME_FROM_ONE_PLACE, "StsClient.create()", MakesAClient.class);
    }

    @Test
    void timeComesFromAClock() {
        TIME_COMES_FROM_A_CLOCK.check(OVERSEER);

        assertCatches(TIME_COMES_FROM_A_CLOCK, "Instant.now()", ReadsTheClock.class);
        assertCatches(TIME_COMES_FROM_A_CLOCK, "System.currentTimeMillis()", ReadsTheClock.class);
    }

    @Test
    void onlyHostsPrint() {
        ONLY_HOSTS_PRINT.check(OVERSEER);

        assertCatches(ONLY_HOSTS_PRINT, "java.lang.System.err", Prints.class);
    }

    @Test
    void packagesHaveNoCycles() {
        PACKAGES_HAVE_NO_CYCLES.check(OVERSEER);

        assertCatches(PACKAGES_HAVE_NO_CYCLES, "Cycle detected", One.class, Other.class);
    }

    @Test
    void namesSaySomething() {
        NAMES_SAY_SOMETHING.check(OVERSEER);

        assertCatches(NAMES_SAY_SOMETHING, "PlantedManager", PlantedManager.class);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(notNullMarked(OVERSEER)).isEmpty();

        assertThat(notNullMarked(imported(Prints.class))).containsExactly("dev.overseer.runtime.planted");
    }

    @Test
    void noSourceImportsAWholePackage() throws IOException {
        List<Path> sources = sources();

        assertThat(sources).hasSizeGreaterThan(60);
        assertThat(sources).filteredOn(source -> importsAPackage(read(source))).isEmpty();
        assertThat(importsAPackage("package a;\n\nimport java.util.*;\n")).isTrue();
        assertThat(importsAPackage("import static java.util.List.*;")).isTrue();
        assertThat(importsAPackage("import java.util.List;\n// import a.*\n")).isFalse();
    }

    /** A part of Overseer may know itself and the named others, and everything that is not of Overseer. */
    private static ArchRule mayKnow(String part, String... others) {
        String[] known = Stream.concat(Stream.of(part), Arrays.stream(others)).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(part)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("dev.overseer..").or(resideInAnyPackage(known)))
                .allowEmptyShould(true);
    }

    private static boolean wires(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.getSimpleName().endsWith("Module")
                || outermost.getSimpleName().equals("Main");
    }

    private static DescribedPredicate<JavaAccess<?>> readingTheTime() {
        return describe("read the time", access -> {
            JavaClass owner = access.getTargetOwner();
            return switch (owner.getPackageName()) {
                case "java.time" ->
                    access.getName().startsWith("system")
                            || (access.getName().equals("now")
                                    && access.getTarget().getDescription().endsWith("now()>"));
                case "java.lang" -> Set.of("currentTimeMillis", "nanoTime").contains(access.getName());
                default -> false;
            };
        });
    }

    private static List<String> notNullMarked(JavaClasses classes) {
        return classes.stream()
                .map(JavaClass::getPackage)
                .filter(tested -> !tested.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean importsAPackage(String source) {
        return source.lines().anyMatch(line -> line.matches("import .*\\*;\\s*"));
    }

    private static Set<String> packagesWithSources() throws IOException {
        return sources().stream()
                .map(source -> ROOT.relativize(source).toString().replace('\\', '/'))
                .filter(source -> source.contains("/src/main/java/") && !source.startsWith("benchmarks/"))
                // It is for copying, and is not on this class path.
                .filter(source -> !source.startsWith("plugin-template/"))
                .map(source -> source.replaceFirst(".*/src/main/java/", "").replaceFirst("/[^/]+$", ""))
                .map(folder -> folder.replace('/', '.'))
                .collect(Collectors.toSet());
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT, 20, (file, attributes) -> file.toString().endsWith(".java") && attributes.isRegularFile())) {
            return files.filter(file -> !isGenerated(ROOT.relativize(file))).toList();
        }
    }

    private static boolean isGenerated(Path file) {
        return StreamSupport.stream(file.spliterator(), false).anyMatch(Path.of("target")::equals);
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new AssertionError(source + " was just listed", e);
        }
    }

    private static JavaClasses imported(Class<?>... planted) {
        return new ClassFileImporter().importClasses(planted);
    }

    private static void assertCatches(ArchRule rule, String violation, Class<?>... planted) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rule.check(imported(planted)))
                .withMessageContaining(violation);
    }
}
