package dev.overseer.sinks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.overseer.runtime.document.Documents;
import java.util.List;

/** Lists of texts as documents: {@code [["…","…"],…]}. ASCII, so that half a surrogate pair comes back as it was. */
final class Rows {
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private Rows() {}

    static String document(List<List<String>> rows) {
        ArrayNode document = JsonNodeFactory.instance.arrayNode();
        rows.forEach(row -> row.forEach(document.addArray()::add));
        return Documents.line(document);
    }

    static List<List<String>> of(String document) {
        try {
            return JSON.readTree(document)
                    .valueStream()
                    .map(row -> row.valueStream().map(JsonNode::textValue).toList())
                    .toList();
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException("this is not JSON: " + damaged.getOriginalMessage(), damaged);
        }
    }
}
