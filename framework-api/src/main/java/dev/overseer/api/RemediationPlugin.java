package dev.overseer.api;

import java.util.List;

/**
 * One AWS service's controls.
 *
 * <p>Found by {@link java.util.ServiceLoader}: the implementation is public, has a public no-argument constructor, and is
 * named in {@code META-INF/services/dev.overseer.api.RemediationPlugin}. For example:
 *
 * <pre>{@code
 * public final class GluePlugin implements RemediationPlugin {
 *     @Override
 *     public String service() {
 *         return "glue";
 *     }
 *
 *     @Override
 *     public List<Control<?>> controls() {
 *         return List.of(new DevEndpointControl());
 *     }
 * }
 * }</pre>
 *
 * <p>The framework makes one instance per process and asks each method once, before the first event. A plugin that
 * throws, or whose controls are not valid, is reported and left out; the other plugins run on.
 */
public interface RemediationPlugin {

    /**
     * Returns the service as IAM writes it, such as {@code glue}. It names the plugin in configuration, logs and reports,
     * and no two installed plugins may share it.
     */
    String service();

    /** Returns the plugin's controls, at least one. Their ids are unique among all installed plugins. */
    List<Control<?>> controls();
}
