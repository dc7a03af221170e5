package dev.overseer.plugin.s3;

import dev.overseer.api.Control;
import dev.overseer.api.RemediationPlugin;
import java.util.List;

/** Controls for Amazon S3. */
public final class S3Plugin implements RemediationPlugin {
    @Override
    public String service() {
        return "s3";
    }

    @Override
    public List<Control<?>> controls() {
        return List.of(new BucketPublicControl(), new AccountPublicControl(), new BucketEncryptionControl());
    }
}
