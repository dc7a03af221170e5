package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A new account with nothing in it, in which one sample is played. For one thread. */
final class SampleWorld {
    private static final Vote DRY = new Vote(Mode.DRY_RUN, Provenance.DEFAULT);

    private final RemediationPlugin plugin;
    private final Sample sample;
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final TestClock clock;
    private final FakeAws aws;
    private final Optional<Rules> rules;
    private final PluginCatalog catalog;
    private final DecisionPolicy policy;

    SampleWorld(RemediationPlugin plugin, Sample sample, Function<TestClock, FakeAws> aws) {
        this.sample = sample;
        this.clock = new TestClock(sample.event().event().time());
        this.aws = aws.apply(clock);
        PluginCatalog played = PluginCatalog.of(List.of(new Played(plugin, sample.control())));
        this.rules = configuration(sample, played).map(yaml -> rules(plugin, yaml));
        this.plugin = plugin;
        this.catalog = configured(played);
        this.policy = rules.map(DecisionPolicy::of).orElseGet(() -> DecisionPolicy.enforceOnly(ids(played)));
    }

    /** A plugin of which one control is played, or all. */
    private record Played(RemediationPlugin plugin, Optional<String> only) implements RemediationPlugin {
        @Override
        public String service() {
            return plugin.service();
        }

        @Override
        public List<Control<?>> controls() {
            return plugin.controls().stream()
                    .filter(control ->
                            only.map(control.descriptor().id()::equals).orElse(true))
                    .toList();
        }
    }

    /** A plugin whose controls judge no event. */
    private record Live(RemediationPlugin plugin) implements RemediationPlugin {
        @Override
        public String service() {
            return plugin.service();
        }

        @Override
        public List<Control<?>> controls() {
            return plugin.controls().stream().<Control<?>>map(LiveOnly::new).toList();
        }
    }

    FakeAws aws() {
        return aws;
    }

    PluginCatalog catalog() {
        return catalog;
    }

    Rehearsal rehearsal() {
        return Rehearsal.of(catalog, aws, clock).under(Mandate.of(policy)).keeping(ledger);
    }

    Rehearsal dryRun() {
        return rehearsal().under(policy.under(DRY));
    }

    /** Plays the sample to its end. After another play, it is its event that is delivered once more. */
    Transcript play() {
        return rehearsal().play(sample.event());
    }

    /** Plays the sample to its end with controls that cannot judge its event. */
    Transcript playLive() {
        PluginCatalog live = PluginCatalog.of(List.of(new Live(new Played(plugin, sample.control()))));
        return Rehearsal.of(configured(live), aws, clock)
                .under(Mandate.of(policy))
                .keeping(ledger)
                .play(sample.event());
    }

    /** Plays the sample with every look taken twice: what the first of them leads to is lost. */
    Transcript playRepeating() {
        return play(engine -> incident -> {
            var _ = engine.apply(incident);
            return engine.apply(incident);
        });
    }

    /** Plays the sample's event under another id, which brings about nothing: as if its resource's owner had repeated it. */
    Transcript playAnew() {
        EventBuilder anew = sample.event().id(sample.event().event().id() + "-anew");
        aws.leaveAsItIs(anew.event());
        return rehearsal().play(anew);
    }

    private Transcript play(UnaryOperator<Function<Incident, Step>> looks) {
        Transcript.Recorder recorder = new Transcript.Recorder();
        VirtualHost host = rehearsal().host(recorder, looks);
        host.read(sample.event().envelopeBytes(), "sample");
        host.run();
        return recorder.transcript();
    }

    /** Returns the sample's targets, as its controls name them. */
    List<ResourceRef> targets() {
        CloudTrailEvent event = sample.event().event();
        return catalog.controls().stream()
                .flatMap(control -> control.control().targets(event).stream())
                .distinct()
                .toList();
    }

    /** Returns the distinct writes that may have taken effect, in alphabetical order. */
    List<String> effects(Transcript transcript) {
        return transcript.opened().stream()
                .map(Incident::id)
                .distinct()
                .flatMap(id -> ledger.writes(id).stream())
                .filter(JournaledWrite::mayHaveTakenEffect)
                .map(write -> "%s (%s)"
                        .formatted(write.intent().action(), write.intent().request()))
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<String> configuration(Sample sample, PluginCatalog played) {
        if (sample.configuration().isPresent() || sample.switchedOn().isEmpty()) {
            return sample.configuration();
        }
        List<String> controls = new ArrayList<>();
        for (RegisteredControl<?> control : played.controls()) {
            String checks = control.checks().stream()
                    .filter(check -> sample.switchedOn().contains(check.id()))
                    .map(check -> check.id() + ": on")
                    .collect(Collectors.joining(", "));
            controls.add("%s: {mode: enforce, checks: {%s}}".formatted(control.id(), checks));
        }
        return Optional.of("controls: {%s}".formatted(String.join(", ", controls)));
    }

    /** A configuration may name all controls of the plugin, also where one is played. */
    private Rules rules(RemediationPlugin plugin, String yaml) {
        return new ConfigurationReader(PluginCatalog.of(List.of(plugin)), clock)
                .read(yaml.getBytes(StandardCharsets.UTF_8), "the configuration of " + sample)
                .rules();
    }

    private PluginCatalog configured(PluginCatalog other) {
        return rules.map(other::configured).orElse(other);
    }

    private static Set<String> ids(PluginCatalog catalog) {
        return catalog.controls().stream().map(RegisteredControl::id).collect(Collectors.toCollection(TreeSet::new));
    }
}
