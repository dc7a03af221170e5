package dev.overseer.plugin.ec2;

import dev.overseer.api.Control;
import dev.overseer.api.RemediationPlugin;
import java.util.List;

/** Controls for Amazon EC2. */
public final class Ec2Plugin implements RemediationPlugin {
    @Override
    public String service() {
        return "ec2";
    }

    @Override
    public List<Control<?>> controls() {
        return List.of(
                new SecurityGroupControl(), new InstanceMetadataControl(), new SnapshotControl(), new ImageControl());
    }
}
