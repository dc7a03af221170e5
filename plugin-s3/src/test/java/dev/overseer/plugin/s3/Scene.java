package dev.overseer.plugin.s3;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.S3Simulator;
import dev.overseer.testkit.TestClock;
import dev.overseer.testkit.Transcript;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** An account with S3 in it, and what its people do to the bucket {@code orders}. */
final class Scene {
    static final String BUCKET = "orders";

    static final Map<String, Object> FOR_EVERYBODY = Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            List.of(Map.of(
                    "Effect",
                    "Allow",
                    "Principal",
                    "*",
                    "Action",
                    "s3:GetObject",
                    "Resource",
                    "arn:aws:s3:::orders/*")));

    static final EventBuilder CREATED = on("CreateBucket").request("x-amz-acl", "private");

    static final EventBuilder POLICY_FOR_EVERYBODY =
            on("PutBucketPolicy").request("bucketPolicy", FOR_EVERYBODY).request("policy", "");

    static final EventBuilder ACL_FOR_EVERYBODY =
            on("PutBucketAcl").request("x-amz-acl", "public-read").request("acl", "");

    static final EventBuilder UNBLOCKED = on("DeleteBucketPublicAccessBlock").request("publicAccessBlock", "");

    static final EventBuilder UNENCRYPTED = on("DeleteBucketEncryption").request("encryption", "");

    static final EventBuilder ACCOUNT_UNBLOCKED = Events.apiCall("s3", "DeleteAccountPublicAccessBlock")
            .request("publicAccessBlock", "")
            .request("host", List.of("123456789012.s3-control.eu-west-1.amazonaws.com"));

    final TestClock clock = new TestClock(Events.TIME);
    final S3Simulator s3 = new S3Simulator(clock);
    final FakeAws aws = new FakeAws(clock).install(s3);
    final FakeAws owner = new FakeAws(clock).install(s3);
    final InMemoryLedger ledger = new InMemoryLedger();

    /** A call on the bucket, as S3 records it. */
    static EventBuilder on(String operation) {
        return Events.apiCall("s3", operation)
                .request("bucketName", BUCKET)
                .request("Host", "orders.s3.eu-west-1.amazonaws.com");
    }

    static Map<String, Object> block(boolean flag) {
        return Map.of(
                "xmlns",
                "http://s3.amazonaws.com/doc/2006-03-01/",
                "BlockPublicAcls",
                flag,
                "IgnorePublicAcls",
                flag,
                "BlockPublicPolicy",
                flag,
                "RestrictPublicBuckets",
                flag);
    }

    static Map<String, Object> encryption(String algorithm) {
        return Map.of("Rule", Map.of("ApplyServerSideEncryptionByDefault", Map.of("SSEAlgorithm", algorithm)));
    }

    Rehearsal rehearsal() {
        return rehearsal(new S3Plugin());
    }

    Rehearsal rehearsal(RemediationPlugin plugin) {
        return Rehearsal.of(plugin, aws, clock).keeping(ledger);
    }

    Transcript play(EventBuilder... events) {
        return rehearsal().play(events);
    }

    /** Returns a client of the bucket's owner, whose calls are not Overseer's. */
    S3Client owner() {
        return owner.client(S3Client::builder);
    }

    S3ControlClient accountOwner() {
        return owner.client(S3ControlClient::builder);
    }
}
