package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.overseer.testkit.planted.BlocksOnAFuture;
import dev.overseer.testkit.planted.BorrowsAClient;
import dev.overseer.testkit.planted.CachesStatically;
import dev.overseer.testkit.planted.CountsInAField;
import dev.overseer.testkit.planted.KnowsTheRuntime;
import dev.overseer.testkit.planted.MakesAClient;
import dev.overseer.testkit.planted.Prints;
import dev.overseer.testkit.planted.RemembersInAPlugin;
import dev.overseer.testkit.planted.Sleeps;
import dev.overseer.testkit.planted.StartsAThread;
import org.junit.jupiter.api.Test;

class PluginArchitectureTest {
    private static final String PLANTED = "dev.overseer.testkit.planted";

    @Test
    void catchesAnOwnClient() {
        assertCatches(PluginArchitecture.MAKES_NO_CLIENTS, MakesAClient.class, "GlueClient.create()");
        assertCatches(PluginArchitecture.MAKES_NO_CLIENTS, MakesAClient.class, "GlueClientBuilder.build()");
    }

    @Test
    void catchesWaitingAndThreads() {
        assertCatches(PluginArchitecture.NEVER_WAITS, Sleeps.class, "Thread.sleep(long)");
        assertCatches(PluginArchitecture.NEVER_WAITS, StartsAThread.class, "Thread.ofVirtual()");
        assertCatches(PluginArchitecture.NEVER_WAITS, BlocksOnAFuture.class, "java.util.concurrent.Future");
    }

    @Test
    void catchesState() {
        assertCatches(PluginArchitecture.KEEPS_NO_STATE, CountsInAField.class, "CountsInAField.looks");
        assertCatches(PluginArchitecture.KEEPS_NO_STATE, CachesStatically.class, "CachesStatically.SEEN");
        assertCatches(PluginArchitecture.KEEPS_NO_STATE, RemembersInAPlugin.class, "have no instance fields");
    }

    @Test
    void catchesPrinting() {
        assertCatches(PluginArchitecture.PRINTS_NOTHING, Prints.class, "java.lang.System.out");
    }

    @Test
    void catchesKnowledgeOfTheRuntime() {
        assertCatches(PluginArchitecture.knowsOnlyTheApi(PLANTED), KnowsTheRuntime.class, "runtime.incident.Incident");
    }

    @Test
    void leavesGoodCodeAlone() {
        for (ArchRule rule : new ArchRule[] {
            PluginArchitecture.knowsOnlyTheApi(PLANTED),
            PluginArchitecture.MAKES_NO_CLIENTS,
            PluginArchitecture.NEVER_WAITS,
            PluginArchitecture.KEEPS_NO_STATE,
            PluginArchitecture.PRINTS_NOTHING
        }) {
            assertThatCode(() -> rule.check(new ClassFileImporter().importClasses(BorrowsAClient.class)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void noticesWhenThereIsNoPluginToCheck() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> PluginArchitecture.check("dev.overseer.nowhere"))
                .withMessageContaining("No RemediationPlugin was seen in dev.overseer.nowhere");
    }

    private static void assertCatches(ArchRule rule, Class<?> planted, String violation) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rule.check(new ClassFileImporter().importClasses(planted)))
                .satisfies(caught -> assertThat(caught).hasMessageContaining(planted.getSimpleName()))
                .withMessageContaining(violation);
    }
}
