package dev.overseer.plugin.ec2;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ResourceRef;
import dev.overseer.testkit.FakeAws;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

/** What a sweep or a person's undo lends a control: no event, and a client that nobody guards. */
record Lent(FakeAws aws, ResourceRef target, Record values) implements ControlContext {

    static Lent sweep(FakeAws aws, String type, String id) {
        return new Lent(
                aws, ResourceRef.of(FakeAws.ACCOUNT, FakeAws.REGION, type, id), SecurityGroupSettings.standard());
    }

    Lent with(Record settings) {
        return new Lent(aws, target, settings);
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
        return aws.client(builder);
    }

    @Override
    public <T extends Record> T settings(Class<T> type) {
        return type.cast(values);
    }
}
