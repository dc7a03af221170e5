package dev.overseer.runtime.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Opens the documents that ledgers keep. */
final class KeptDocument {
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private KeptDocument() {}

    /**
     * Returns the tree of a document.
     *
     * @param schema the only one that is read, such as {@code overseer/entry/1}
     * @throws IllegalArgumentException if it is not JSON or of another schema; the message says which is read
     */
    static JsonNode open(String text, String schema) {
        JsonNode document = tree(text);
        String found = Fields.text(document, "schema");
        if (found.equals(schema)) {
            return document;
        }
        String family = schema.substring(0, schema.lastIndexOf('/') + 1);
        throw new IllegalArgumentException(
                isNewer(found, family)
                        ? "this is %s, written by a newer release; this one reads %s. Read it with that release or a later one"
                                .formatted(found, schema)
                        : "schema is \"%s\", not %s".formatted(found, schema));
    }

    /** The first version is 1, so whatever else is a number was written later. */
    private static boolean isNewer(String found, String family) {
        return found.startsWith(family) && found.substring(family.length()).matches("[2-9]|[1-9][0-9]+");
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException("this is not JSON: " + damaged.getOriginalMessage(), damaged);
        }
    }
}
