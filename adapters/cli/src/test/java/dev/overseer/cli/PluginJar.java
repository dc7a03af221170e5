package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A plugin's jar, compiled on the spot. */
final class PluginJar {
    private static final String PLUGIN = """
            package sample;

            import dev.overseer.api.*;
            import java.util.*;

            public final class NAME implements RemediationPlugin, Control<String> {
                public String service() { return "sample"; }
                public List<Control<?>> controls() { CONTROLS }
                public ControlDescriptor descriptor() {
                    return ControlDescriptor.control("sample-control", "Samples are good")
                            .on(EventPattern.apiCalls("sample", "CreateSample"))
                            .READS
                            .announceOnly("a sample is what it is")
                            .build();
                }
                public List<ResourceRef> targets(CloudTrailEvent event) { TARGETS }
                public Optional<String> read(ControlContext context) { return Optional.empty(); }
                public List<Check<String>> checks() { return List.of(Check.require("good", "good"::equals, "is bad")); }
                public Progress remediate(String sample, List<Finding> findings, ControlContext context) {
                    return Progress.failed("no remedy");
                }
            }
            """;
    private static final String REPAIRING = """
            package sample;

            import static dev.overseer.api.AwsAction.action;

            import com.fasterxml.jackson.databind.JsonNode;
            import dev.overseer.api.*;
            import java.util.*;
            import software.amazon.awssdk.services.glue.GlueClient;
            import software.amazon.awssdk.services.glue.model.DevEndpoint;

            public final class NAME implements RemediationPlugin, Control<DevEndpoint> {
                private static final String ARN = "arn:{partition}:glue:{region}:{account}:devEndpoint/{id}";

                public String service() { return "keys"; }
                public List<Control<?>> controls() { return List.of(this); }
                public ControlDescriptor descriptor() {
                    return ControlDescriptor.control("keys-control", "Endpoints have no keys")
                            .on(EventPattern.apiCalls("glue", "CreateDevEndpoint"))
                            .reads(action("glue:GetDevEndpoint").on(ARN))
                            .writes(action("glue:UpdateDevEndpoint").on(ARN))
                            .restores(action("glue:UpdateDevEndpoint").on(ARN), action("glue:TagResource").on(ARN))
                            .build();
                }
                public List<ResourceRef> targets(CloudTrailEvent event) {
                    return event.request("endpointName").stream()
                            .map(name -> event.resource("AWS::Glue::DevEndpoint", name))
                            .toList();
                }
                public Optional<DevEndpoint> read(ControlContext context) {
                    return Optional.of(context.client(GlueClient::builder)
                            .getDevEndpoint(get -> get.endpointName(context.target().id()))
                            .devEndpoint());
                }
                public List<Check<DevEndpoint>> checks() {
                    return List.of(Check.require("keys", endpoint -> endpoint.publicKeys().isEmpty(), "has keys"));
                }
                public Progress remediate(DevEndpoint endpoint, List<Finding> findings, ControlContext context) {
                    context.client(GlueClient::builder)
                            .updateDevEndpoint(update -> update.endpointName(context.target().id())
                                    .deletePublicKeys(endpoint.publicKeys()));
                    return Progress.done("took the keys away");
                }
                public Progress restore(JsonNode before, ControlContext context) {
                    List<String> keys = before.path("PublicKeys").valueStream().map(JsonNode::textValue).toList();
                    context.client(GlueClient::builder)
                            .updateDevEndpoint(update -> update.endpointName(context.target().id()).addPublicKeys(keys));
                    return Progress.done("gave the keys back");
                }
            }
            """;
    private static final String A_READ =
            "reads(AwsAction.action(\"sample:GetSample\").on(\"arn:{partition}:sample:::{id}\"))";

    private PluginJar() {}

    /**
     * Compiles a plugin for the service {@code sample} with one control, {@code sample-control}.
     *
     * @param targets the body of the control's method of that name
     */
    static Path withTargets(Path folder, String targets) throws IOException {
        return compiled(folder, "SamplePlugin", PLUGIN.replace("TARGETS", targets));
    }

    /** Compiles a plugin with one control, {@code SERVICE-control}. */
    static Path of(Path folder, String name, String service) throws IOException {
        return compiled(folder, name, PLUGIN.replace("\"sample", "\"" + service));
    }

    /** Compiles a plugin whose control declares nothing that it reads. */
    static Path withoutReads(Path folder) throws IOException {
        return compiled(folder, "BlindPlugin", PLUGIN.replace("READS", "reads()"));
    }

    /** Compiles a plugin whose control declares more than a session policy has room for. */
    static Path readingMuch(Path folder) throws IOException {
        String reads = IntStream.range(0, 40)
                .mapToObj(i -> "AwsAction.action(\"sample:GetSample%d\").on(\"arn:{partition}:sample:::x%d/{id}\")"
                        .formatted(i, i))
                .collect(Collectors.joining(", ", "reads(", ")"));
        return compiled(folder, "GreedyPlugin", PLUGIN.replace("READS", reads));
    }

    /** Compiles a plugin with one control, {@code keys-control}, that takes keys from Glue's endpoints, and can give them back. */
    static Path repairing(Path folder) throws IOException {
        return compiled(folder, "KeysPlugin", REPAIRING);
    }

    /** Compiles a plugin that throws when it is asked for its controls. */
    static Path throwing(Path folder) throws IOException {
        return compiled(
                folder,
                "ThrowingPlugin",
                PLUGIN.replace("CONTROLS", "throw new IllegalStateException(\"no controls today\");"));
    }

    private static Path compiled(Path folder, String name, String source) throws IOException {
        Path java = Files.createDirectories(folder.resolve(name)).resolve(name + ".java");
        Files.writeString(
                java,
                source.replace("NAME", name)
                        .replace("CONTROLS", "return List.of(this);")
                        .replace("READS", A_READ)
                        .replace("TARGETS", "return List.of();"));
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", System.getProperty("java.class.path"), java.toString());
        assertThat(failures).isZero();
        return jar(folder.resolve(name + ".jar"), java.getParent(), "sample." + name);
    }

    private static Path jar(Path jar, Path classes, String plugin) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.list(classes)) {
            List<Path> compiled =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            for (Path file : compiled) {
                entries.putNextEntry(new JarEntry("sample/" + file.getFileName()));
                Files.copy(file, entries);
            }
            entries.putNextEntry(new JarEntry("META-INF/services/dev.overseer.api.RemediationPlugin"));
            entries.write(plugin.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
