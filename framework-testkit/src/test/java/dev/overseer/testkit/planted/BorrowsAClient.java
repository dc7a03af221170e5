package dev.overseer.testkit.planted;

import dev.overseer.api.ControlContext;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.DevEndpoint;

/** Does as it should. */
public final class BorrowsAClient {
    private static final String NAME = "test1";

    GlueClient client(ControlContext context) {
        return context.client(GlueClient::builder);
    }

    DevEndpoint endpoint(ControlContext context) {
        DevEndpoint none = DevEndpoint.builder().endpointName(NAME).build();
        DevEndpoint found = client(context)
                .getDevEndpoint(request -> request.endpointName(NAME))
                .devEndpoint();
        return found == null ? none : found;
    }
}
