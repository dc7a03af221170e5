package dev.overseer.cli.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.document.Documents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a package says of itself. */
final class PackageDocuments {
    private static final String CONTENTS = "META-INF/overseer/package.json";
    private static final String SBOM = "META-INF/sbom/overseer.cdx.json";

    private PackageDocuments() {}

    /** Returns the documents by their names in the zip. */
    static Map<String, byte[]> of(List<PackedJar> jars, List<PackagedPlugin> plugins) {
        Library function = jars.stream()
                .map(PackedJar::library)
                .filter(library -> library.coordinates().artifact().equals(Distribution.FUNCTION))
                .findFirst()
                .orElseThrow();
        String version = function.coordinates().version();
        String builtAt = new JarContents(function.file()).manifest("Build-Time").orElse("");
        return Map.of(
                CONTENTS, bytes(contents(version, plugins)),
                SBOM, bytes(new Sbom(version, builtAt).of(jars)));
    }

    private static JsonNode contents(String version, List<PackagedPlugin> plugins) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", "overseer/package/1");
        document.put("framework", version);
        ArrayNode list = document.putArray("plugins");
        for (PackagedPlugin plugin : plugins) {
            ArrayNode controls =
                    list.addObject().put("service", plugin.service()).putArray("controls");
            plugin.controls().forEach(controls::add);
        }
        return document;
    }

    private static byte[] bytes(JsonNode document) {
        return (Documents.line(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
