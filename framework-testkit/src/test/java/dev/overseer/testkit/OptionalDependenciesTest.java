package dev.overseer.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** A rehearsal runs on the test kit without any test library, so what it needs must not know one. */
class OptionalDependenciesTest {
    private static final ArchRule NO_TEST_LIBRARY = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Contract")
            .and()
            .doNotHaveSimpleName("PluginArchitecture")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.junit..", "org.assertj..", "com.tngtech.archunit..", "software.amazon.awssdk.services..");

    @Test
    void simulatorsNeedNoTestLibraryAndNoServiceClient() {
        JavaClasses testkit = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("dev.overseer.testkit");

        assertThat(testkit).extracting("simpleName").contains("FakeAws", "GlueSimulator", "LoopbackAws");
        NO_TEST_LIBRARY.check(testkit);
    }

    @Test
    void theRuleSeesATestLibrary() {
        JavaClasses planted = new ClassFileImporter().importClasses(FakeAwsTest.class);

        assertThatThrownBy(() -> NO_TEST_LIBRARY.check(planted)).hasMessageContaining("org.junit");
    }
}
