package dev.overseer.cli.newplugin;

import dev.overseer.cli.packaging.Artifact;
import dev.overseer.cli.packaging.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;

/**
 * A Maven repository with the part of Overseer that plugins are compiled against and tested with.
 *
 * <p>A snapshot is laid down with its time, as {@code mvn deploy} does: Maven would else take what another project has
 * brought into the user's local repository under the same version.
 */
final class FrameworkRepository {
    private static final List<String> ARTIFACTS =
            List.of("overseer-framework-api", "overseer-framework-runtime", "overseer-framework-testkit");
    private static final String GROUP = "dev.overseer";
    private static final String PARENT = "overseer";
    private static final String SNAPSHOT = "-SNAPSHOT";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd.HHmmss").withZone(ZoneOffset.UTC);

    private final Path root;
    private final Bundle bundle;

    FrameworkRepository(Path root, Bundle bundle) {
        this.root = root;
        this.bundle = bundle;
    }

    /** What there is of an artifact. */
    private enum Kind {
        POM("pom", ""),
        JAR("jar", ""),
        /** Where development environments take the Javadoc from. */
        SOURCES("jar", "sources");

        private final String extension;
        private final String classifier;

        Kind(String extension, String classifier) {
            this.extension = extension;
            this.classifier = classifier;
        }
    }

    void write(Distribution distribution) throws IOException {
        List<Artifact> artifacts =
                ARTIFACTS.stream().map(distribution::artifact).toList();
        Build build = new Build(artifacts.getFirst().version(), built(artifacts));
        Files.writeString(
                folder(PARENT, build, List.of(Kind.POM)).resolve(build.file(PARENT, Kind.POM)), bundle.overseersPom());
        for (Artifact artifact : artifacts) {
            String name = artifact.name();
            Path folder = folder(name, build, List.of(Kind.values()));
            Files.writeString(folder.resolve(build.file(name, Kind.POM)), artifact.pom());
            Files.copy(artifact.jar(), folder.resolve(build.file(name, Kind.JAR)));
            Files.write(folder.resolve(build.file(name, Kind.SOURCES)), bundle.sources(name));
        }
    }

    /** Returns an artifact's folder, which says of a snapshot which files are the latest. */
    private Path folder(String artifact, Build build, List<Kind> kinds) throws IOException {
        Path folder = Files.createDirectories(
                root.resolve(GROUP.replace('.', '/')).resolve(artifact).resolve(build.version()));
        if (build.isSnapshot()) {
            Files.writeString(folder.resolve("maven-metadata.xml"), build.metadata(artifact, kinds));
        }
        return folder;
    }

    private static Instant built(List<Artifact> artifacts) throws IOException {
        Instant latest = Instant.EPOCH;
        for (Artifact artifact : artifacts) {
            Instant built = Files.getLastModifiedTime(artifact.jar()).toInstant();
            latest = List.of(latest, built).stream()
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        return latest;
    }

    /** A version, and when its jars were built. */
    private record Build(String version, Instant time) {
        boolean isSnapshot() {
            return version.endsWith(SNAPSHOT);
        }

        String file(String artifact, Kind kind) {
            String classifier = kind.classifier.isEmpty() ? "" : "-" + kind.classifier;
            return "%s-%s%s.%s".formatted(artifact, timed(), classifier, kind.extension);
        }

        private String timed() {
            return isSnapshot() ? version.replace(SNAPSHOT, "-%s-1".formatted(TIME.format(time))) : version;
        }

        /** Returns <a href="https://maven.apache.org/ref/3.9.16/maven-repository-metadata/">what Maven looks for</a>. */
        String metadata(String artifact, List<Kind> kinds) {
            String updated = TIME.format(time).replace(".", "");
            StringBuilder files = new StringBuilder();
            for (Kind kind : kinds) {
                files.append("""
                              <snapshotVersion>
                                <classifier>%s</classifier>
                                <extension>%s</extension>
                                <value>%s</value>
                                <updated>%s</updated>
                              </snapshotVersion>
                        """.formatted(kind.classifier, kind.extension, timed(), updated));
            }
            return """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <metadata modelVersion="1.1.0">
                      <groupId>%s</groupId>
                      <artifactId>%s</artifactId>
                      <version>%s</version>
                      <versioning>
                        <snapshot>
                          <timestamp>%s</timestamp>
                          <buildNumber>1</buildNumber>
                        </snapshot>
                        <lastUpdated>%s</lastUpdated>
                        <snapshotVersions>
                    %s    </snapshotVersions>
                      </versioning>
                    </metadata>
                    """.formatted(GROUP, artifact, version, TIME.format(time), updated, files);
        }
    }
}
