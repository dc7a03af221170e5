package dev.overseer.sinks.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.document.Documents;

/**
 * Cuts a document down to what a service takes: its texts and lists to a length at which it fits. Its fields stay, so that
 * whoever reads it finds what it looks for.
 *
 * @param texts how many characters a text may have
 * @param items how many elements a list may have
 */
record Cut(int texts, int items) {
    /** Says that a document is not whole. */
    static final String MARK = "truncated";

    private static final Cut LIGHT = new Cut(16_384, 256);

    /** No text that is compared, such as an id or a key, is longer. */
    private static final int SHORTEST = 128;

    /**
     * Returns the document, cut if its line would be longer.
     *
     * @param bytes at least some thousands
     */
    static ObjectNode to(int bytes, ObjectNode document) {
        ObjectNode fitting = document;
        for (Cut cut = LIGHT; Documents.line(fitting).length() > bytes && cut.texts >= SHORTEST; cut = cut.harder()) {
            fitting = cut.of(document).put(MARK, true);
        }
        return fitting;
    }

    private Cut harder() {
        return new Cut(texts / 2, Math.max(1, items / 2));
    }

    private ObjectNode of(ObjectNode document) {
        ObjectNode shorter = JsonNodeFactory.instance.objectNode();
        document.properties().forEach(field -> shorter.set(field.getKey(), of(field.getValue())));
        return shorter;
    }

    private JsonNode of(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> of(object);
            case ArrayNode list ->
                list.valueStream()
                        .limit(items)
                        .map(this::of)
                        .collect(JsonNodeFactory.instance::arrayNode, ArrayNode::add, ArrayNode::addAll);
            default ->
                value.isTextual() && value.textValue().length() > texts
                        ? JsonNodeFactory.instance.textNode(value.textValue().substring(0, texts - 1) + "…")
                        : value;
        };
    }
}
