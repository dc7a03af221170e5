package dev.overseer.cli.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A function's zip.
 *
 * @param name of the file
 * @param sha256 of its bytes, in lower-case hexadecimal digits
 * @param controls the ids of the controls in it; empty if it does not say
 */
public record CodePackage(String name, String sha256, Optional<List<String>> controls) {
    private static final String ENTRY = "META-INF/overseer/package.json";
    private static final String SCHEMA = "overseer/package/1";

    /** Where a package has the function's configuration. */
    public static final String CONFIGURATION = "overseer.yaml";

    /** A thousand plugins do not need as much, and a configuration may not have more. */
    private static final int MOST_BYTES = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public CodePackage {
        controls = controls.map(List::copyOf);
    }

    /**
     * Reads a package.
     *
     * @throws TemplateException if there is none, or it is not what {@code overseer package} writes
     */
    public static CodePackage read(Path zip) {
        String name = String.valueOf(zip.getFileName());
        try {
            return new CodePackage(name, sha256(zip), controls(zip));
        } catch (JsonProcessingException malformed) {
            throw new TemplateException(
                    "%s in %s is not JSON: %s. Make the package anew with `overseer package`"
                            .formatted(ENTRY, zip, malformed.getOriginalMessage()),
                    malformed);
        } catch (IOException unreadable) {
            throw unreadable(zip, unreadable);
        }
    }

    private static TemplateException unreadable(Path zip, IOException why) {
        return new TemplateException(
                "The package %s cannot be read: %s. Name the zip that `overseer package -o` wrote".formatted(zip, why),
                why);
    }

    /**
     * Returns the configuration in a package; empty if it has none.
     *
     * @throws TemplateException if the package cannot be read
     */
    public static Optional<byte[]> configuration(Path zip) {
        try {
            return entry(zip, CONFIGURATION);
        } catch (IOException unreadable) {
            throw unreadable(zip, unreadable);
        }
    }

    /** Returns the hash as Lambda writes it. */
    String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    }

    /** Returns what the object in the bucket is called after the prefix. */
    public String key() {
        return sha256 + ".zip";
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(bytes, Sha256.digest())) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        }
    }

    private static Optional<List<String>> controls(Path zip) throws IOException {
        Optional<byte[]> document = entry(zip, ENTRY);
        return document.isEmpty() ? Optional.empty() : Optional.of(controls(zip, JSON.readTree(document.get())));
    }

    private static Optional<byte[]> entry(Path zip, String name) throws IOException {
        try (ZipFile entries = new ZipFile(zip.toFile())) {
            ZipEntry entry = entries.getEntry(name);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream content = entries.getInputStream(entry)) {
                return Optional.of(content.readNBytes(MOST_BYTES));
            }
        }
    }

    private static List<String> controls(Path zip, JsonNode document) {
        String schema = document.path("schema").asText();
        if (!schema.equals(SCHEMA)) {
            throw new TemplateException(
                    "%s in %s has the schema \"%s\", and this release reads %s. Make package and template with the same release"
                            .formatted(ENTRY, zip, schema, SCHEMA));
        }
        List<String> controls = new ArrayList<>();
        for (JsonNode plugin : document.path("plugins")) {
            plugin.path("controls").forEach(control -> controls.add(control.asText()));
        }
        if (controls.isEmpty()) {
            throw new TemplateException(
                    "The package %s holds no control. Name its plugins: overseer package --plugin glue -o %s"
                            .formatted(zip, zip.getFileName()));
        }
        return controls;
    }
}
