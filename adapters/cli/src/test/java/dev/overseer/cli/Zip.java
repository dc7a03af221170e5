package dev.overseer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** A zip that a test looks into. */
record Zip(Path file) {

    /** Returns the names of all entries, in the order in which they are in it. */
    List<String> names() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    /** Returns the names of the jars, without their folder. */
    List<String> jars() throws IOException {
        return names().stream()
                .filter(name -> name.startsWith("lib/"))
                .map(name -> name.substring("lib/".length()))
                .toList();
    }

    byte[] bytes(String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        }
    }

    JsonNode json(String name) throws IOException {
        return new JsonMapper().readTree(bytes(name));
    }

    /** Returns the services whose SDK client is in one of the jars. */
    Set<String> sdkClients() throws IOException {
        Set<String> services = new TreeSet<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (String jar : jars()) {
                ZipInputStream entries = new ZipInputStream(zip.getInputStream(zip.getEntry("lib/" + jar)));
                for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                    if (entry.getName().matches("software/amazon/awssdk/services/[^/]+/[^/]+Client\\.class")) {
                        services.add(entry.getName().split("/")[4]);
                    }
                }
            }
        }
        return services;
    }

    /** Unpacks it as Lambda does. */
    void unpack(Path folder) throws IOException {
        for (String name : names()) {
            Path unpacked = folder.resolve(name);
            Files.createDirectories(unpacked.getParent());
            Files.write(unpacked, bytes(name));
        }
    }
}
