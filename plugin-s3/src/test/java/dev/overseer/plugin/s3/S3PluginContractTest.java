package dev.overseer.plugin.s3;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.PluginArchitecture;
import dev.overseer.testkit.PluginContract;
import dev.overseer.testkit.S3Simulator;
import dev.overseer.testkit.Sample;
import dev.overseer.testkit.TestClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class S3PluginContractTest extends PluginContract {
    @Override
    protected RemediationPlugin plugin() {
        return new S3Plugin();
    }

    /** An S3 in which there is most to do: a block leaves policies public, and buckets may be without encryption. */
    @Override
    protected FakeAws aws(TestClock clock) {
        return new FakeAws(clock)
                .install(new S3Simulator(clock).judgingPoliciesAlone().encryptingOnlyWhenAsked());
    }

    @Override
    protected List<Sample> samples() {
        return List.of(
                new Sample(Scene.POLICY_FOR_EVERYBODY, Kind.REMEDIATED),
                new Sample(Scene.ACL_FOR_EVERYBODY, Kind.REMEDIATED),
                new Sample(Scene.UNBLOCKED, Kind.REMEDIATED),
                new Sample(
                        Scene.on("PutBucketPublicAccessBlock")
                                .request("PublicAccessBlockConfiguration", Scene.block(true)),
                        Kind.COMPLIANT),
                new Sample(Scene.UNENCRYPTED, Kind.REMEDIATED),
                new Sample(
                        Scene.on("PutBucketEncryption")
                                .request("ServerSideEncryptionConfiguration", Scene.encryption("AES256")),
                        Kind.COMPLIANT),
                new Sample(Scene.ACCOUNT_UNBLOCKED, Kind.REMEDIATED),
                new Sample(
                        Events.apiCall("s3-control", "PutAccountPublicAccessBlock")
                                .request("PublicAccessBlockConfiguration", Scene.block(true)),
                        Kind.COMPLIANT));
    }

    /** An account is always there. */
    @Override
    protected boolean canVanish(ResourceRef target) {
        return target.type().equals("AWS::S3::Bucket");
    }

    @Test
    void keepsTheRulesOfPlugins() {
        PluginArchitecture.check("dev.overseer.plugin.s3");
    }
}
