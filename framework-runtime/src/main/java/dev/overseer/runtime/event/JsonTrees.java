package dev.overseer.runtime.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.google.common.base.Suppliers;
import dev.overseer.api.EventFormatException;
import java.io.IOException;
import java.util.function.Supplier;

/** Builds trees of what the scanner has found sound, and of nothing larger than it retains. Safe for several threads. */
final class JsonTrees {
    /** In characters; turning digits into a number takes time that grows faster than their count. */
    static final int LONGEST_NUMBER = 1000;

    private final ObjectReader reader;

    JsonTrees() {
        // The scanner has bounded depth and size already, and says what is wrong in words of its own.
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxNumberLength(LONGEST_NUMBER)
                .build();
        // Keys come from outside: they are not to fill the JVM's table of strings, nor is their choice an error.
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
        this.reader = new ObjectMapper(factory).reader();
    }

    /**
     * Returns the tree of one JSON value.
     *
     * @throws EventFormatException if it is not JSON in UTF-8, or has an oversized number
     */
    JsonNode read(byte[] json) {
        try {
            return reader.readTree(json);
        } catch (IOException refused) {
            throw new EventFormatException("the event is not JSON in UTF-8, or has a number of more than %,d digits"
                    .formatted(LONGEST_NUMBER));
        }
    }

    /** Returns a supplier of the tree, which is built when first asked for and once only. Safe for several threads. */
    Supplier<JsonNode> lazily(byte[] json) {
        return Suppliers.memoize(() -> read(json));
    }
}
