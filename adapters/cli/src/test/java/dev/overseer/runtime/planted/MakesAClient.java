package dev.overseer.runtime.planted;

import software.amazon.awssdk.services.sts.StsClient;

/** Calls AWS without a guard. */
public final class MakesAClient {
    StsClient client() {
        return StsClient.create();
    }
}
