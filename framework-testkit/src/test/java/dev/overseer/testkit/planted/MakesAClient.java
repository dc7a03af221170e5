package dev.overseer.testkit.planted;

import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueClientBuilder;

/** Calls AWS behind the guard's back, in two ways. */
public final class MakesAClient {
    GlueClient standard() {
        return GlueClient.create();
    }

    GlueClient own(GlueClientBuilder builder) {
        return builder.build();
    }
}
