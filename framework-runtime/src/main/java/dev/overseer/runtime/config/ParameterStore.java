package dev.overseer.runtime.config;

import java.util.Optional;

/** The Systems Manager's Parameter Store, in the host's own account and region. Safe for several threads. */
public interface ParameterStore {

    /**
     * Returns a parameter's value as it is now; empty if there is no such parameter.
     *
     * @param name such as {@code /overseer/stop}
     * @throws ParameterStoreException if it cannot be told
     */
    Optional<String> value(String name);
}
