package dev.overseer.plugin.glue;

import dev.overseer.api.Control;
import dev.overseer.api.RemediationPlugin;
import java.util.List;

/** Controls for AWS Glue. */
public final class GluePlugin implements RemediationPlugin {
    @Override
    public String service() {
        return "glue";
    }

    @Override
    public List<Control<?>> controls() {
        return List.of(
                new DevEndpointControl(),
                new DevEndpointUpdateControl(),
                new InteractiveSessionControl(),
                new JobControl(),
                new CrawlerControl(),
                new DataCatalogEncryptionControl(),
                new ResourcePolicyControl());
    }
}
