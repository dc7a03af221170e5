package dev.overseer.plugin.s3;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ResourceRef;
import dev.overseer.testkit.FakeAws;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

/** What a control is lent outside an engine: clients that nobody guards. */
record Lent(FakeAws aws, ResourceRef target) implements ControlContext {
    static Lent forBucket(FakeAws aws) {
        return new Lent(aws, ResourceRef.of(FakeAws.ACCOUNT, FakeAws.REGION, "AWS::S3::Bucket", Scene.BUCKET));
    }

    @Override
    public Optional<CloudTrailEvent> event() {
        return Optional.empty();
    }

    @Override
    public Optional<String> checkpoint() {
        return Optional.empty();
    }

    @Override
    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(Supplier<B> builder) {
        return aws.client(builder, target.account(), target.region());
    }

    @Override
    public <T extends Record> T settings(Class<T> type) {
        return type.cast(BucketEncryptionSettings.standard());
    }
}
