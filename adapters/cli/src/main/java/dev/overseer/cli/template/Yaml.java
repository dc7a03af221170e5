package dev.overseer.cli.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as people write it: no quotes but where a reader would else take text for something else. */
public final class Yaml {
    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .stringQuotingChecker(new Ambiguous())
            .build());

    private Yaml() {}

    /** Returns the text of a tree. */
    public static String text(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree cannot be written", impossible);
        }
    }

    /** Reads one of the files beside this class. */
    static ObjectNode resource(String name) {
        try (InputStream yaml = Yaml.class.getResourceAsStream(name)) {
            if (yaml == null) {
                throw new IllegalStateException("there is no resource " + name);
            }
            return MAPPER.readValue(yaml, ObjectNode.class);
        } catch (IOException broken) {
            throw new UncheckedIOException("The resource %s cannot be read".formatted(name), broken);
        }
    }

    /**
     * Has everything quoted that YAML 1.1 takes for a number, a date, a truth or nothing: the account
     * {@code 012345678901}, the version {@code 2012-10-17}, the mode {@code off}. Where the syntax needs quotes, the writer
     * sets them by itself.
     */
    private static final class Ambiguous extends StringQuotingChecker {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteName(String name) {
            return needToQuoteValue(name);
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return isReservedKeyword(value) || !Tag.STR.equals(new Resolver().resolve(NodeId.scalar, value, true));
        }
    }
}
