package dev.overseer.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.overseer.api.Control;
import dev.overseer.api.RemediationPlugin;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the code of every plugin keeps to.
 *
 * <pre>{@code
 * @Test
 * void keepsTheRulesOfPlugins() {
 *     PluginArchitecture.check("dev.overseer.plugin.glue");
 * }
 * }</pre>
 *
 * <p>Needs ArchUnit, which the test kit does not bring along. With {@code resolveMissingDependenciesFromClassPath=false} in
 * {@code archunit.properties} the rules take a second instead of ten.
 */
public final class PluginArchitecture {
    private static final Set<String> HARMLESS_IN_THREAD =
            Set.of("currentThread", "getContextClassLoader", "getName", "interrupt", "interrupted", "isInterrupted");

    /** A control makes AWS calls through {@code ControlContext.client}, where the guard sees them. */
    public static final ArchRule MAKES_NO_CLIENTS = noClasses()
            .should()
            .accessTargetWhere(makingAnAwsClient())
            .allowEmptyShould(true)
            .because("the guard sees only the calls of clients that the context lends");

    /** Waiting is a return value, and calls belong to the thread of their look. */
    public static final ArchRule NEVER_WAITS = noClasses()
            .should()
            .accessTargetWhere(waitingOrThreading())
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..")
            .allowEmptyShould(true)
            .because("waiting is a return value: Progress.waitFor");

    /** One control serves several threads and incidents at once. */
    public static final ArchRule KEEPS_NO_STATE = CompositeArchRule.of(
                    fields().should(ArchCondition.from(constant())).allowEmptyShould(true))
            .and(classes()
                    .that()
                    .areAssignableTo(Control.class)
                    .or()
                    .areAssignableTo(RemediationPlugin.class)
                    .should(ArchCondition.from(withoutInstanceFields()))
                    .allowEmptyShould(true))
            .because("what must survive a look belongs into Progress.Waiting.withCheckpoint");

    /** The host decides what is printed. */
    public static final ArchRule PRINTS_NOTHING = noClasses()
            .should()
            .accessTargetWhere(printing())
            .allowEmptyShould(true)
            .because("standard output belongs to the host");

    private PluginArchitecture() {}

    /** Returns the rule that a plugin knows its own package, the API, its service clients and nothing else of Overseer. */
    public static ArchRule knowsOnlyTheApi(String pluginPackage) {
        return classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        pluginPackage + "..",
                        "java..",
                        "dev.overseer.api",
                        "com.fasterxml.jackson.core..",
                        "com.fasterxml.jackson.databind..",
                        "org.jspecify.annotations",
                        "software.amazon.awssdk.awscore..",
                        "software.amazon.awssdk.core..",
                        "software.amazon.awssdk.http",
                        "software.amazon.awssdk.services..",
                        "software.amazon.awssdk.utils.builder..")
                .allowEmptyShould(true)
                .because("a plugin runs beside any other, in any host");
    }

    /**
     * Holds the main code of a plugin against all rules and reports all violations at once.
     *
     * @throws AssertionError if a rule is broken, or if there is no plugin in the package
     */
    public static void check(String pluginPackage) {
        JavaClasses plugin = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(pluginPackage);
        if (plugin.stream().noneMatch(type -> type.isAssignableTo(RemediationPlugin.class))) {
            throw new AssertionError(
                    "No RemediationPlugin was seen in %s among %d classes. Name the package of the plugin's main code."
                            .formatted(pluginPackage, plugin.size()));
        }
        CompositeArchRule.of(List.of(
                        knowsOnlyTheApi(pluginPackage), MAKES_NO_CLIENTS, NEVER_WAITS, KEEPS_NO_STATE, PRINTS_NOTHING))
                .check(plugin);
    }

    /** Selects what makes an AWS client, and waiters, which wait on the thread of the look. */
    public static DescribedPredicate<JavaAccess<?>> makingAnAwsClient() {
        return describe("make an AWS client or waiter", access -> {
            JavaClass owner = access.getTargetOwner();
            return owner.getPackageName().startsWith("software.amazon.awssdk")
                    && switch (access.getName()) {
                        case "create", "waiter" -> owner.getSimpleName().endsWith("Client");
                        case "build" -> owner.getSimpleName().endsWith("ClientBuilder");
                        default -> owner.getSimpleName().endsWith("AsyncClient");
                    };
        });
    }

    /** Selects what sleeps, blocks, or starts a thread. */
    public static DescribedPredicate<JavaAccess<?>> waitingOrThreading() {
        return describe("sleep, block or start a thread", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getName();
            return switch (owner) {
                case "java.lang.Thread" -> !HARMLESS_IN_THREAD.contains(name);
                case "java.lang.Object" -> name.equals("wait");
                case "java.util.concurrent.TimeUnit" -> name.equals("sleep");
                case "java.util.concurrent.CompletableFuture" -> name.endsWith("Async");
                case "java.util.concurrent.Executors",
                        "java.util.concurrent.ForkJoinPool",
                        "java.util.concurrent.ScheduledThreadPoolExecutor",
                        "java.util.concurrent.StructuredTaskScope",
                        "java.util.concurrent.ThreadPoolExecutor",
                        "java.util.concurrent.locks.LockSupport",
                        "java.util.Timer" -> true;
                default -> name.startsWith("parallel") || owner.startsWith("java.lang.Thread$");
            };
        });
    }

    /** Selects what writes to the streams of the process. */
    public static DescribedPredicate<JavaAccess<?>> printing() {
        return describe("print", access -> {
            String owner = access.getTargetOwner().getName();
            return (owner.equals("java.lang.System") && Set.of("out", "err").contains(access.getName()))
                    || (owner.equals("java.lang.Throwable") && access.getName().equals("printStackTrace"));
        });
    }

    /** Selects fields that never change, as far as their declaration tells. */
    public static DescribedPredicate<JavaField> constant() {
        return describe(
                "be constant",
                field -> field.getModifiers().contains(JavaModifier.SYNTHETIC)
                        || (field.getModifiers().contains(JavaModifier.FINAL) && !isMutable(field)));
    }

    private static boolean isMutable(JavaField field) {
        JavaClass type = field.getRawType();
        if (type.isArray()) {
            return !field.getModifiers().contains(JavaModifier.PRIVATE);
        }
        if (!type.getPackageName().startsWith("java.")) {
            return false;
        }
        Class<?> loaded = type.reflect();
        boolean collection = Collection.class.isAssignableFrom(loaded) || Map.class.isAssignableFrom(loaded);
        return (collection && !loaded.isInterface())
                || type.getPackageName().startsWith("java.util.concurrent")
                || Set.of("StringBuilder", "StringBuffer", "ThreadLocal").contains(type.getSimpleName());
    }

    private static DescribedPredicate<JavaClass> withoutInstanceFields() {
        return describe(
                "have no instance fields",
                type -> type.getFields().stream()
                        .allMatch(field -> field.getModifiers().contains(JavaModifier.STATIC)));
    }
}
