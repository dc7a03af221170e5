package dev.overseer.plugin.glue;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ResourceRef;
import dev.overseer.testkit.FakeAws;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

/** What a control is lent, without a guard: for methods that no incident calls. */
record OwnContext(FakeAws aws, ResourceRef target) implements ControlContext {
    static OwnContext of(Scene scene, String type, String id) {
        return new OwnContext(scene.aws, ResourceRef.of(FakeAws.ACCOUNT, FakeAws.REGION, type, id));
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
        throw new IllegalArgumentException("no settings of " + type);
    }
}
