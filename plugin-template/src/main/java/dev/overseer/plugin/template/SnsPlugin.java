package dev.overseer.plugin.template;

import dev.overseer.api.Control;
import dev.overseer.api.RemediationPlugin;
import java.util.List;

/** Controls for Amazon SNS. */
public final class SnsPlugin implements RemediationPlugin {
    @Override
    public String service() {
        return "sns";
    }

    @Override
    public List<Control<?>> controls() {
        return List.of(new TopicEncryptedControl());
    }
}
