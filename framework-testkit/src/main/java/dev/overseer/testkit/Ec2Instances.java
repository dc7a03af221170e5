package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The instances of one account and region. Not safe for several threads: {@link Ec2Simulator} sees to that. */
final class Ec2Instances {
    private static final String UNKNOWN = "InvalidInstanceID.NotFound";

    private final NavigableMap<String, Instance> instances = new TreeMap<>();

    /** One instance. Pending from its launch until it is running, and terminated for good. */
    private static final class Instance {
        private final String id;
        private final Instant launched;
        private final Instant running;
        private final Map<String, String> tags;
        private String tokens;
        private String endpoint;
        private boolean terminated;

        private Instance(Launch launch, String tokens, String endpoint, Map<String, String> tags) {
            this.id = launch.id();
            this.launched = launch.at();
            this.running = launch.at().plus(launch.pending());
            this.tokens = tokens;
            this.endpoint = endpoint;
            this.tags = tags;
        }

        private String state(Instant now) {
            if (terminated) {
                return "terminated";
            }
            return now.isBefore(running) ? "pending" : "running";
        }
    }

    private record Launch(String id, Instant at, Duration pending) {}

    void put(String id, Instant launchedAt, Duration pending, String tokens, Map<String, String> tags) {
        instances.put(id, new Instance(new Launch(id, launchedAt, pending), tokens, "enabled", tags));
    }

    Optional<String> tokens(String id) {
        return Optional.ofNullable(instances.get(id)).map(instance -> instance.tokens);
    }

    Optional<String> endpoint(String id) {
        return Optional.ofNullable(instances.get(id)).map(instance -> instance.endpoint);
    }

    boolean vanish(String id) {
        return instances.remove(id) != null;
    }

    void seedLaunched(CloudTrailEvent event, Duration pending) {
        for (Ec2Report item : Ec2Report.response(event).list("instancesSet")) {
            item.text("instanceId").ifPresent(id -> {
                Ec2Report options = item.in("metadataOptions");
                instances.put(
                        id,
                        new Instance(
                                new Launch(id, event.time(), pending),
                                options.text("httpTokens").orElse("optional"),
                                options.text("httpEndpoint").orElse("enabled"),
                                tags(item)));
            });
        }
    }

    /** An instance that was not seen before has been running for long, with the metadata service of old. */
    void seedModified(CloudTrailEvent event) {
        Ec2Report request = Ec2Report.request(event);
        Ec2Report options = Ec2Report.response(event).in("instanceMetadataOptions");
        request.text("instanceId").ifPresent(id -> {
            Instance instance = instances.computeIfAbsent(
                    id,
                    _ -> new Instance(
                            new Launch(id, event.time().minus(Duration.ofDays(1)), Duration.ZERO),
                            "optional",
                            "enabled",
                            Map.of()));
            options.text("httpTokens")
                    .or(() -> request.text("httpTokens"))
                    .ifPresent(tokens -> instance.tokens = tokens);
            options.text("httpEndpoint")
                    .or(() -> request.text("httpEndpoint"))
                    .ifPresent(endpoint -> instance.endpoint = endpoint);
        });
    }

    Answer describe(Ec2Query query, Instant now) {
        List<String> ids = query.texts("InstanceId");
        Optional<String> unknown =
                ids.stream().filter(id -> !instances.containsKey(id)).findFirst();
        if (unknown.isPresent()) {
            return notFound(unknown.get());
        }
        NavigableMap<String, Instance> found = new TreeMap<>(instances);
        found.values()
                .removeIf(instance -> !(ids.isEmpty() || ids.contains(instance.id))
                        || !query.admits("instance-state-name", instance.state(now))
                        || !query.admits("metadata-options.http-tokens", instance.tokens));
        return Ec2Simulator.answer(
                "DescribeInstances", query.page("reservationSet", found, instance -> reservation(instance, now)));
    }

    /** Whether EC2 takes changes of a pending instance is not documented; this simulator refuses them. */
    Answer modify(Ec2Query query, Instant now) {
        String id = query.required("InstanceId");
        Instance instance = instances.get(id);
        if (instance == null) {
            return notFound(id);
        }
        if (!instance.state(now).equals("running")) {
            return Answer.error(
                    "IncorrectInstanceState",
                    "The instance '%s' is %s, not running or stopped".formatted(id, instance.state(now)));
        }
        query.text("HttpTokens").ifPresent(tokens -> instance.tokens = tokens);
        query.text("HttpEndpoint").ifPresent(endpoint -> instance.endpoint = endpoint);
        return Ec2Simulator.answer(
                "ModifyInstanceMetadataOptions",
                Ec2Simulator.tag("instanceId", id)
                        + "<instanceMetadataOptions>%s</instanceMetadataOptions>".formatted(options(instance)));
    }

    Answer terminate(Ec2Query query) {
        for (String id : query.texts("InstanceId")) {
            Instance instance = instances.get(id);
            if (instance == null) {
                return notFound(id);
            }
            instance.terminated = true;
        }
        return Ec2Simulator.answer("TerminateInstances", "<instancesSet/>");
    }

    private static String reservation(Instance instance, Instant now) {
        return "<instancesSet><item>%s<instanceState>%s</instanceState>%s<metadataOptions>%s</metadataOptions>%s</item></instancesSet>"
                .formatted(
                        Ec2Simulator.tag("instanceId", instance.id),
                        Ec2Simulator.tag("name", instance.state(now)),
                        Ec2Simulator.tag("launchTime", instance.launched.toString()),
                        options(instance),
                        Ec2Simulator.tagSet(instance.tags));
    }

    private static String options(Instance instance) {
        return Ec2Simulator.tag("state", "applied")
                + Ec2Simulator.tag("httpTokens", instance.tokens)
                + Ec2Simulator.tag("httpPutResponseHopLimit", "1")
                + Ec2Simulator.tag("httpEndpoint", instance.endpoint);
    }

    private static Map<String, String> tags(Ec2Report item) {
        Map<String, String> tags = new LinkedHashMap<>();
        item.list("tagSet")
                .forEach(tag ->
                        tags.put(tag.text("key").orElse(""), tag.text("value").orElse("")));
        return tags;
    }

    private static Answer notFound(String id) {
        return Answer.error(UNKNOWN, "The instance ID '%s' does not exist".formatted(id));
    }
}
