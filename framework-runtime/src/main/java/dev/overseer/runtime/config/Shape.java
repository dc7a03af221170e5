package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What may stand at a place of the configuration. Reads it, and describes it to editors, from the same declaration.
 *
 * @param <T> what is read
 */
interface Shape<T> {

    /** Returns what stands at a place; empty, and reported, if it is not of this shape. */
    Optional<T> read(Place place);

    /** Returns a <a href="https://json-schema.org/draft/2020-12/schema">JSON Schema</a>. */
    ObjectNode schema();
}
