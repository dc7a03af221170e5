package dev.overseer.lambda;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final ArchRule KNOWS_NO_PLUGIN_AND_NO_TEST_KIT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.overseer.plugin..", "dev.overseer.testkit..", "dev.overseer.cli..")
            .because("a package has the plugins that its team chose, and nothing for tests");

    private static final ArchRule SHOWS_ONLY_ITS_HANDLER = classes()
            .that()
            .haveModifier(JavaModifier.PUBLIC)
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleName("RemediationHandler")
            .because("Lambda needs nothing else of it");

    private static final JavaClasses FUNCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.overseer.lambda");

    @Test
    void knowsNoPlugin() {
        assertThat(FUNCTION).hasSizeGreaterThan(15);
        KNOWS_NO_PLUGIN_AND_NO_TEST_KIT.check(FUNCTION);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> KNOWS_NO_PLUGIN_AND_NO_TEST_KIT.check(new ClassFileImporter().importClasses(Scene.class)))
                .withMessageContaining("dev.overseer.plugin.glue.GluePlugin");
    }

    @Test
    void showsOnlyItsHandler() {
        SHOWS_ONLY_ITS_HANDLER.check(FUNCTION);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> SHOWS_ONLY_ITS_HANDLER.check(new ClassFileImporter().importClasses(FleetPlugin.class)))
                .withMessageContaining("FleetPlugin");
    }
}
