package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads configurations for the installed controls. Safe for several threads.
 *
 * <p>YAML, and so JSON as well: one document in UTF-8 of at most 1 MiB, without aliases and tags. Values are taken as they
 * are written, so that {@code off} is a word and an account needs no quotes.
 */
public final class ConfigurationReader {
    private static final String IF_EMPTY = "is empty. List controls in it, or remove it: without a file, all run dry";

    private final Shape<FileShape.Content> shape;

    /**
     * @param catalog the installed controls, as their plugins declare them
     * @param clock tells which exemptions are over
     */
    public ConfigurationReader(PluginCatalog catalog, Clock clock) {
        this.shape = FileShape.of(catalog, clock);
    }

    /**
     * Reads a configuration.
     *
     * @param name what problems and decisions call it, such as {@code overseer.yaml}
     * @throws InvalidConfigurationException if anything is wrong; it holds all problems
     */
    public Configuration read(byte[] content, String name) {
        Findings findings = new Findings(name);
        Optional<Yaml> yaml = YamlDocument.read(content, IF_EMPTY, findings);
        Optional<FileShape.Content> file = yaml.flatMap(root -> shape.read(Place.root(root, findings)));
        findings.throwIfAny();
        FileShape.Content said = file.orElseThrow();
        return new Configuration(
                name,
                hash(content),
                said.rules(),
                said.role(),
                said.externalId(),
                said.ledger(),
                said.notices(),
                places(yaml.orElseThrow(), findings),
                findings.warnings());
    }

    /** Returns a <a href="https://json-schema.org/draft/2020-12/schema">JSON Schema</a>, for editors. */
    public ObjectNode schema() {
        ObjectNode schema = Schemas.any();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "overseer.yaml");
        schema.setAll(shape.schema());
        return schema;
    }

    /** Returns what a configuration's {@link Configuration#hash} is. */
    public static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static Map<String, Provenance> places(Yaml root, Findings findings) {
        Map<String, Provenance> places = new HashMap<>();
        note(Place.root(root, findings), places);
        places.remove("");
        return places;
    }

    private static void note(Place place, Map<String, Provenance> places) {
        places.put(place.path(), place.said());
        switch (place.yaml()) {
            case Yaml.Mapping mapping -> mapping.entries().forEach(entry -> note(place.entry(entry), places));
            case Yaml.Sequence(List<Yaml> items, var mark) -> {
                for (int index = 0; index < items.size(); index++) {
                    note(place.item(index, items.get(index)), places);
                }
            }
            case Yaml.Scalar scalar -> {}
            case Yaml.Refused refused -> {}
        }
    }
}
