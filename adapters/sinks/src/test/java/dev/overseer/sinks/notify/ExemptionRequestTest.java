package dev.overseer.sinks.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Exemption.Subject;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.testkit.TestClock;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ExemptionRequestTest {
    private final ConfigurationReader reader =
            new ConfigurationReader(PluginCatalog.of(List.of(new GluePlugin())), new TestClock(Notices.NOW));

    @Example
    void isReadyToPaste() {
        assertThat(ExemptionRequest.yaml(Notices.incident("test1"), Notices.NOW))
                .isEqualTo("""
                exemptions:
                  - control: "glue-dev-endpoint"
                    resource: "test1"
                    reason: "say why"
                    owner: "you@example.com"
                    until: 2026-02-14
                """);
    }

    @Example
    void saysWhereANameWouldCoverOthers() {
        assertThat(ExemptionRequest.yaml(Notices.incident("lab-*"), Notices.NOW))
                .contains("resource: \"lab-*\"  # a * stands for any characters\n");
    }

    @Property(tries = 500)
    void isOneExemptionOfThatResourceWhateverItIsCalled(@ForAll("names") String name) {
        // No resource is called so, and the configuration would take it for a slip.
        Assume.that(!name.isBlank());
        Incident incident = Notices.incident(name);

        String yaml = ExemptionRequest.yaml(incident, Notices.NOW);

        assertThat(yaml.lines()).as(yaml).hasSize(6);
        List<Exemption> read =
                reader.read(yaml.getBytes(UTF_8), "request.yaml").rules().exemptions();
        assertThat(read).singleElement().satisfies(exemption -> {
            assertThat(exemption.subject()).isInstanceOfSatisfying(Subject.Resource.class, resource -> {
                assertThat(resource.id().matches(name)).as(resource.id().text()).isTrue();
                assertThat(resource.id().text()).startsWith(name.substring(0, Math.min(name.length(), 2048)));
            });
            assertThat(exemption.control()).contains("glue-dev-endpoint");
            assertThat(exemption.isInForce(Notices.NOW)).isTrue();
        });
    }

    @Provide
    Arbitrary<String> names() {
        return Names.any();
    }
}
