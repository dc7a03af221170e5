package dev.overseer.cli.packaging;

import dev.overseer.api.RemediationPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;

/** What a jar says of itself. Reads the file whenever it is asked. */
final class JarContents {
    private static final String SERVICE_FILE = "META-INF/services/" + RemediationPlugin.class.getName();
    private static final Pattern POM_PROPERTIES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9._+-]+");

    private final Path jar;

    JarContents(Path jar) {
        this.jar = jar;
    }

    /** Something that is read from an open jar. */
    private interface Reader<T> {
        T read(JarFile opened) throws IOException;
    }

    /** Returns the classes that its {@code META-INF/services} file names as plugins; none if it has no such file. */
    List<String> plugins() {
        return lines(SERVICE_FILE);
    }

    /** Returns the lines of an entry without comments and blank ones; none if it has no such entry. */
    List<String> lines(String entry) {
        return text(entry)
                .map(text -> text.lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** Returns the names of its entries. */
    List<String> entries() {
        return read(opened -> opened.stream().map(ZipEntry::getName).toList());
    }

    Optional<String> text(String entry) {
        return read(opened -> {
            Optional<ZipEntry> found = Optional.ofNullable(opened.getEntry(entry));
            return found.isPresent()
                    ? Optional.of(new String(bytes(opened, found.get()), StandardCharsets.UTF_8))
                    : Optional.empty();
        });
    }

    /** Returns an attribute of its manifest. */
    Optional<String> manifest(String attribute) {
        return read(opened -> Optional.ofNullable(opened.getManifest())
                .map(manifest -> manifest.getMainAttributes().getValue(attribute)));
    }

    /** Returns the class files in a folder and those below it. */
    List<byte[]> classes(String folder) {
        return read(opened -> {
            List<byte[]> classes = new ArrayList<>();
            Enumeration<JarEntry> entries = opened.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith(folder) && entry.getName().endsWith(".class")) {
                    classes.add(bytes(opened, entry));
                }
            }
            return classes;
        });
    }

    /** Returns what it is: from what Maven put into it, else from its name. */
    Coordinates coordinates() {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        List<Coordinates> inside = read(opened -> opened.stream()
                .filter(entry -> POM_PROPERTIES.matcher(entry.getName()).matches())
                .map(entry -> maven(opened, entry, name))
                .flatMap(Optional::stream)
                .toList());
        Optional<Coordinates> own = inside.size() == 1
                ? Optional.of(inside.getFirst())
                // A jar that others were repacked into
                : inside.stream()
                        .filter(coordinates -> coordinates.fileName().equals(name + ".jar"))
                        .findFirst();
        return own.orElseGet(() -> Coordinates.guess(name));
    }

    /**
     * Reads everything.
     *
     * @throws PackagingException if some of it is damaged
     */
    void requireSound() {
        read(opened -> {
            Enumeration<JarEntry> entries = opened.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                try (CheckedInputStream content = new CheckedInputStream(opened.getInputStream(entry), new CRC32())) {
                    content.transferTo(OutputStream.nullOutputStream());
                    if (content.getChecksum().getValue() != entry.getCrc()) {
                        throw new IOException("the checksum of %s is wrong".formatted(entry.getName()));
                    }
                }
            }
            return jar;
        });
    }

    private static Optional<Coordinates> maven(JarFile opened, ZipEntry entry, String name) {
        Properties properties = new Properties();
        try (InputStream content = opened.getInputStream(entry)) {
            properties.load(content);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        String artifact = properties.getProperty("artifactId", "");
        String version = properties.getProperty("version", "");
        String group = properties.getProperty("groupId", "");
        // They become names of files
        if (!Stream.of(group, artifact, version)
                .allMatch(part -> PART.matcher(part).matches())) {
            return Optional.empty();
        }
        String plain = artifact + "-" + version + "-";
        String classifier = name.startsWith(plain) ? name.substring(plain.length()) : "";
        return Optional.of(new Coordinates(group, artifact, version, classifier));
    }

    private <T> T read(Reader<T> reader) {
        try (JarFile opened = new JarFile(jar.toFile(), false)) {
            return reader.read(opened);
        } catch (IOException | UncheckedIOException | IllegalArgumentException broken) {
            throw new PackagingException(
                    "%s is not a jar that can be read: %s. Build or download it again."
                            .formatted(jar, broken.getMessage()),
                    broken);
        }
    }

    private static byte[] bytes(JarFile opened, ZipEntry entry) throws IOException {
        try (InputStream content = opened.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }
}
