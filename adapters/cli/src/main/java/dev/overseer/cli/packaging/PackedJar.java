package dev.overseer.cli.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A jar as it is packed: read once, so that what is listed is what is written. */
final class PackedJar {
    private final Library library;
    private final String entry;
    private final byte[] content;

    private PackedJar(Library library, String entry, byte[] content) {
        this.library = library;
        this.entry = entry;
        this.content = content;
    }

    /** Reads jars, and gives each a name in the zip; ordered by that. */
    static List<PackedJar> of(List<Library> libraries) throws IOException {
        List<String> names = libraries.stream()
                .map(library -> library.coordinates().fileName())
                .toList();
        List<PackedJar> jars = new ArrayList<>();
        for (Library library : libraries) {
            Coordinates coordinates = library.coordinates();
            // Different groups may have artifacts of one name
            String qualifier =
                    Collections.frequency(names, coordinates.fileName()) > 1 ? coordinates.group() + "." : "";
            String entry = FunctionZip.LIB + qualifier + coordinates.fileName();
            jars.add(new PackedJar(library, entry, Files.readAllBytes(library.file())));
        }
        return jars.stream().sorted(Comparator.comparing(PackedJar::entry)).toList();
    }

    /** Returns what is to be written, by name. */
    static Map<String, byte[]> entries(List<PackedJar> jars) {
        return jars.stream().collect(Collectors.toMap(PackedJar::entry, jar -> jar.content));
    }

    Library library() {
        return library;
    }

    String entry() {
        return entry;
    }

    String sha256() {
        return Sha256.hex(content);
    }
}
