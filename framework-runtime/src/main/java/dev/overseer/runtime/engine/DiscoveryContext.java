package dev.overseer.runtime.engine;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.AwsClients;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

/** What a control is lent to list the resources of a place. */
record DiscoveryContext(RegisteredControl<?> control, ResourceRef target, AwsClients clients)
        implements ControlContext {
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
        return clients.client(builder, target);
    }

    @Override
    public <T extends Record> T settings(Class<T> type) {
        return control.settings(type);
    }
}
