package dev.overseer.cli.packaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.cli.packaging.Licences.Licence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Lists the jars of a package as <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a> has it. The same jars give
 * the same list: its time is when this release was built, its serial number is made of its content.
 */
final class Sbom {
    private final String version;
    private final String builtAt;

    /**
     * @param version of this release
     * @param builtAt ISO-8601; empty if not known
     */
    Sbom(String version, String builtAt) {
        this.version = version;
        this.builtAt = builtAt;
    }

    /** Returns the document. */
    ObjectNode of(List<PackedJar> jars) {
        ArrayNode components = JsonNodeFactory.instance.arrayNode();
        jars.forEach(jar -> components.add(component(jar)));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        document.put("bomFormat", "CycloneDX");
        document.put("specVersion", "1.6");
        document.put(
                "serialNumber",
                "urn:uuid:" + UUID.nameUUIDFromBytes(components.toString().getBytes(StandardCharsets.UTF_8)));
        document.put("version", 1);
        addMetadata(document.putObject("metadata"));
        document.set("components", components);
        return document;
    }

    private void addMetadata(ObjectNode metadata) {
        if (!builtAt.isEmpty()) {
            metadata.put("timestamp", builtAt);
        }
        metadata.putObject("tools")
                .putArray("components")
                .addObject()
                .put("type", "application")
                .put("name", "overseer")
                .put("version", version);
        metadata.putObject("component")
                .put("type", "application")
                .put("name", "overseer-lambda.zip")
                .put("version", version);
    }

    private static ObjectNode component(PackedJar jar) {
        Coordinates coordinates = jar.library().coordinates();
        ObjectNode component = JsonNodeFactory.instance.objectNode();
        component.put("type", "library");
        component.put("bom-ref", jar.entry());
        if (!coordinates.group().isEmpty()) {
            component.put("group", coordinates.group());
        }
        component.put("name", coordinates.artifact());
        if (!coordinates.version().isEmpty()) {
            component.put("version", coordinates.version());
        }
        component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", jar.sha256());
        List<Licence> licences = Licences.of(new JarContents(jar.library().file()), coordinates);
        if (!licences.isEmpty()) {
            ArrayNode list = component.putArray("licenses");
            licences.forEach(licence -> add(list.addObject().putObject("license"), licence));
        }
        component.put("purl", coordinates.purl());
        return component;
    }

    private static void add(ObjectNode document, Licence licence) {
        licence.identifier().ifPresentOrElse(id -> document.put("id", id), () -> document.put("name", licence.name()));
        licence.url().ifPresent(url -> document.put("url", url));
    }
}
