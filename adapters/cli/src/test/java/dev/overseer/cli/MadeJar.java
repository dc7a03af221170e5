package dev.overseer.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar that a test makes up. */
final class MadeJar {
    private MadeJar() {}

    /** Makes a jar as Maven would, {@code ARTIFACT-VERSION.jar}, without classes. */
    static Path library(Path folder, String group, String artifact, String version) throws IOException {
        return of(
                folder.resolve("%s-%s.jar".formatted(artifact, version)),
                Map.of(
                        "META-INF/maven/%s/%s/pom.properties".formatted(group, artifact),
                        "groupId=%s\nartifactId=%s\nversion=%s\n".formatted(group, artifact, version)));
    }

    static Path of(Path jar, Map<String, String> entries) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
