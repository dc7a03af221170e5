package dev.overseer.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.overseer.api.planted.NeedsALogger;
import org.junit.jupiter.api.Test;

class ApiArchitectureTest {
    private static final ArchRule STARVED = classes()
            .that()
            .resideInAPackage("dev.overseer.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "dev.overseer.api",
                    "com.fasterxml.jackson.databind..",
                    "software.amazon.awssdk.core..",
                    "software.amazon.awssdk.awscore..",
                    "software.amazon.awssdk.regions..",
                    "org.jspecify.annotations")
            .because("what the API needs, every plugin needs");

    @Test
    void needsOnlyWhatEveryPluginMaySee() {
        JavaClasses api = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.overseer.api");

        assertThat(api).hasSizeGreaterThan(15).anyMatch(type -> type.isEquivalentTo(Control.class));
        STARVED.check(api);
    }

    @Test
    void noticesWhenItNeedsMore() {
        JavaClasses planted = new ClassFileImporter().importClasses(NeedsALogger.class);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> STARVED.check(planted))
                .withMessageContaining("org.slf4j.Logger");
    }
}
