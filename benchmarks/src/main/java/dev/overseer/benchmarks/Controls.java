package dev.overseer.benchmarks;

import static dev.overseer.api.AwsAction.action;

import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Catalogs of several sizes: the real control, and others beside it that want other events. */
final class Controls {
    private Controls() {}

    static PluginCatalog catalog(int controls) {
        PluginCatalog catalog = PluginCatalog.of(List.of(new GluePlugin(), new Bystanders(controls - 1)));
        return controls == 1 ? PluginCatalog.of(List.of(new GluePlugin())) : requireHealthy(catalog, controls);
    }

    private static PluginCatalog requireHealthy(PluginCatalog catalog, int controls) {
        if (catalog.controls().size() != controls) {
            throw new IllegalStateException("the benchmark's own controls are refused: " + catalog.problems());
        }
        return catalog;
    }

    private record Bystanders(int count) implements RemediationPlugin {
        @Override
        public String service() {
            return "bystanders";
        }

        @Override
        public List<Control<?>> controls() {
            return IntStream.range(0, count)
                    .<Control<?>>mapToObj(Bystander::new)
                    .toList();
        }
    }

    private record Bystander(int number) implements Control<String> {
        @Override
        public ControlDescriptor descriptor() {
            return ControlDescriptor.control("bystander-" + number, "Number " + number + " of many controls")
                    .on(EventPattern.creations("glue", "CreateThing" + number))
                    .reads(action("glue:GetThing" + number).onAnyResource("it does not exist"))
                    .build();
        }

        @Override
        public List<ResourceRef> targets(CloudTrailEvent event) {
            return List.of();
        }

        @Override
        public Optional<String> read(ControlContext context) {
            return Optional.empty();
        }

        @Override
        public List<Check<String>> checks() {
            return List.of(Check.require("never", thing -> false, "exists"));
        }

        @Override
        public Progress remediate(String resource, List<Finding> findings, ControlContext context) {
            return Progress.failed("it does not exist");
        }
    }
}
