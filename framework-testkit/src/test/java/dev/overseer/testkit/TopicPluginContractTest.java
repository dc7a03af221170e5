package dev.overseer.testkit;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.incident.Outcome.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plugin that repairs in place keeps the contract, with one target of an event and with many. */
class TopicPluginContractTest extends PluginContract {
    private static final List<String> MANY = List.of("orders", "invoices", "returns");

    @Override
    protected RemediationPlugin plugin() {
        return new TopicPlugin();
    }

    @Override
    protected FakeAws aws(TestClock clock) {
        SimulatedResources<Map<String, String>> topics = Topics.simulated();
        return new FakeAws(clock)
                .install(topics)
                .seededBy(
                        "sns",
                        "CreateTopic",
                        event -> event.request()
                                .path("names")
                                .valueStream()
                                .forEach(name -> topics.add(event.resource(Topics.TYPE, name.asText()), Map.of())));
    }

    @Override
    protected List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(Sample.fixtures("fixtures"));
        samples.add(new Sample(Topics.created(), Kind.REMEDIATED));
        samples.add(new Sample(Events.apiCall("sns", "CreateTopic").request("names", MANY), Kind.REMEDIATED));
        return samples;
    }
}
