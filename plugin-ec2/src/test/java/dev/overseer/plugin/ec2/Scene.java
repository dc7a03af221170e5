package dev.overseer.plugin.ec2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.engine.OfflineJudge;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.testkit.Ec2Simulator;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.TestClock;
import dev.overseer.testkit.Transcript;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An account with EC2 in it, and events as CloudTrail writes them. */
final class Scene {
    private static final JsonMapper JSON = new JsonMapper();

    final TestClock clock = new TestClock(Events.TIME);
    final Ec2Simulator ec2 = new Ec2Simulator(clock);
    final FakeAws aws = new FakeAws(clock).install(ec2);
    final InMemoryLedger ledger = new InMemoryLedger();

    Rehearsal rehearsal() {
        return Rehearsal.of(new Ec2Plugin(), aws, clock).keeping(ledger);
    }

    Transcript play(EventBuilder... events) {
        return rehearsal().play(events);
    }

    /** Returns what the journal keeps of the one resource that was written to. */
    JsonNode preState(Transcript transcript) {
        return json(ledger.writes(transcript.opened().getFirst().id())
                .getFirst()
                .intent()
                .preState());
    }

    /** Returns an event of these parameters. */
    static EventBuilder event(String operation, String request, String response) {
        return Events.apiCall("ec2", operation)
                .with("requestParameters", json(request))
                .with("responseElements", json(response));
    }

    /** Returns an event that tells which rule it made. */
    static EventBuilder authorized(String id, String protocol, int from, int to, String cidr) {
        return event("AuthorizeSecurityGroupIngress", """
                {"groupId": "sg-1", "ipPermissions": {}, "ipProtocol": "%s", "fromPort": %d, "toPort": %d, "cidrIp": "%s"}
                """.formatted(protocol, from, to, cidr), """
                {"_return": true, "securityGroupRuleSet": {"items": [%s]}}
                """.formatted(
                        rule(id, protocol, from, to, cidr)));
    }

    static String rule(String id, String protocol, int from, int to, String cidr) {
        return """
                {"groupOwnerId": "123456789012", "groupId": "sg-1", "securityGroupRuleId": "%s", "isEgress": false,
                 "ipProtocol": "%s", "fromPort": %d, "toPort": %d, "%s": "%s"}
                """.formatted(id, protocol, from, to, cidr.contains(":") ? "cidrIpv6" : "cidrIpv4", cidr);
    }

    /** Returns an event of before 2021, which names the group alone. */
    static EventBuilder authorizedInGroup(String permission) {
        return event("AuthorizeSecurityGroupIngress", """
                {"groupId": "sg-1", "ipPermissions": {"items": [%s]}}
                """.formatted(permission), """
                {"_return": true}
                """);
    }

    static EventBuilder launched(String tokens, String... ids) {
        String items = Stream.of(ids).map(id -> """
                        {"instanceId": "%s", "metadataOptions": {"state": "pending", "httpTokens": "%s", "httpEndpoint": "enabled"}}
                        """.formatted(id, tokens)).collect(Collectors.joining(","));
        return event("RunInstances", "{}", """
                {"instancesSet": {"items": [%s]}}
                """.formatted(items));
    }

    static EventBuilder snapshotShared(String change) {
        return event("ModifySnapshotAttribute", """
                {"snapshotId": "snap-1", "createVolumePermission": %s, "attributeType": "CREATE_VOLUME_PERMISSION"}
                """.formatted(change), """
                {"_return": true}
                """);
    }

    static EventBuilder imageShared(String change) {
        return event("ModifyImageAttribute", """
                {"imageId": "ami-1", "launchPermission": %s, "attributeType": "launchPermission"}
                """.formatted(change), """
                {"_return": true}
                """);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }

    static List<String> targets(Control<?> control, EventBuilder event) {
        return control.targets(event.event()).stream().map(ResourceRef::id).toList();
    }

    /** Returns what an event says about each of its targets. */
    static List<Judgement> judged(String control, EventBuilder event) {
        CloudTrailEvent reported = event.event();
        var registered =
                PluginCatalog.of(List.of(new Ec2Plugin())).find(control).orElseThrow();
        return registered.control().targets(reported).stream()
                .map(target -> new OfflineJudge().judge(registered, target, reported))
                .toList();
    }
}
