package dev.overseer.runtime.config;

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
import dev.overseer.runtime.plugin.PluginCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An installed {@code glue-dev-endpoint} with two checks, and a {@code glue-job} with settings. */
final class SampleControls {
    private SampleControls() {}

    /** What an operator may set. */
    record JobSettings(
            int largestSize, boolean strict, Duration patience, List<String> trusted, Kind kind, Logging logging) {
        JobSettings {
            if (largestSize < 1) {
                throw new IllegalArgumentException("largestSize has to be at least 1");
            }
        }
    }

    record Logging(String bucket, int days) {}

    enum Kind {
        BATCH,
        STREAMING
    }

    static final JobSettings DEFAULTS =
            new JobSettings(10, true, Duration.ofMinutes(5), List.of("root"), Kind.BATCH, new Logging("logs", 30));

    static PluginCatalog catalog() {
        return PluginCatalog.of(List.of(plugin("glue", endpoint("glue-dev-endpoint"), job())));
    }

    /** Returns a catalog with a control in quarantine, beside the others. */
    static PluginCatalog catalogWithQuarantined(String id) {
        return PluginCatalog.of(List.of(
                plugin("glue", endpoint("glue-dev-endpoint"), job()),
                new Other(plugin(
                        "s3",
                        new SampleControl(descriptor(id).deadline(Duration.ZERO).build(), List.of())))));
    }

    /** Returns a catalog with a control that only announces, beside the others. */
    static PluginCatalog catalogWithAnnouncing(String id) {
        ControlDescriptor announcing = ControlDescriptor.control(id, "Samples are private")
                .on(EventPattern.creations("glue", "CreateCrawler"))
                .reads(action("glue:GetCrawler").on("arn:{partition}:glue:{region}:{account}:crawler/{id}"))
                .announceOnly("it may be needed")
                .build();
        Check<String> check = Check.require("encryption", value -> false, "has no encryption");
        return PluginCatalog.of(List.of(
                plugin("glue", endpoint("glue-dev-endpoint"), job(), new SampleControl(announcing, List.of(check)))));
    }

    /** Returns a catalog with a control that has a check, and another that is off unless it is switched on. */
    static PluginCatalog catalogWithOptionalCheck(String id, String check, String optional) {
        return PluginCatalog.of(List.of(plugin(
                "glue",
                new SampleControl(
                        descriptor(id).build(),
                        List.of(
                                Check.require(check, value -> false, "fails"),
                                Check.<String>require(optional, value -> false, "fails too")
                                        .offByDefault())))));
    }

    private static RemediationPlugin plugin(String service, Control<?>... controls) {
        return new SamplePlugin(service, List.of(controls));
    }

    private static Control<String> endpoint(String id) {
        return new SampleControl(
                descriptor(id).build(),
                List.of(
                        Check.require("subnet", value -> false, "has no subnet"),
                        Check.require("public-keys", value -> false, "has no public key")));
    }

    private static Control<String> job() {
        return new SampleControl(
                descriptor("glue-job").settings(DEFAULTS).build(),
                List.of(Check.require("encryption", value -> false, "has no encryption")));
    }

    private static ControlDescriptor.Builder descriptor(String id) {
        String arn = "arn:{partition}:glue:{region}:{account}:devEndpoint/{id}";
        return ControlDescriptor.control(id, "Samples are private")
                .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                .reads(action("glue:GetDevEndpoint").on(arn))
                .writes(action("glue:DeleteDevEndpoint").on(arn));
    }

    private record SamplePlugin(String service, List<Control<?>> controls) implements RemediationPlugin {}

    /** Another class, since a problem concerns all plugins of one. */
    private record Other(RemediationPlugin plugin) implements RemediationPlugin {
        @Override
        public String service() {
            return plugin.service();
        }

        @Override
        public List<Control<?>> controls() {
            return plugin.controls();
        }
    }

    private record SampleControl(ControlDescriptor descriptor, List<Check<String>> checks) implements Control<String> {
        @Override
        public List<ResourceRef> targets(CloudTrailEvent event) {
            return List.of();
        }

        @Override
        public Optional<String> read(ControlContext context) {
            return Optional.empty();
        }

        @Override
        public Progress remediate(String resource, List<Finding> findings, ControlContext context) {
            return Progress.done("nothing to do");
        }
    }
}
