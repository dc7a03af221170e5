package dev.overseer.runtime.aws;

import java.util.Optional;

/**
 * A resource as the journal keeps it.
 *
 * @param json one line
 * @param gap why the resource could not be made anew from it, as a clause without a full stop; empty if it is whole
 */
public record KeptState(String json, Optional<String> gap) {}
