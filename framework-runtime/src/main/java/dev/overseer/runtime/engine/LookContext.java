package dev.overseer.runtime.engine;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.AwsClients;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

/** What a control is lent for one look. */
record LookContext(RegisteredControl<?> control, Incident incident, AwsClients clients) implements ControlContext {
    @Override
    public Optional<CloudTrailEvent> event() {
        return incident.event();
    }

    @Override
    public ResourceRef target() {
        return incident.target();
    }

    @Override
    public Optional<String> checkpoint() {
        return incident.checkpoint();
    }

    @Override
    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(Supplier<B> builder) {
        return clients.client(builder, incident.target());
    }

    @Override
    public <T extends Record> T settings(Class<T> type) {
        return control.settings(type);
    }
}
