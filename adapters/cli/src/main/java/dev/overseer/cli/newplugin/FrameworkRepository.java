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
    private final String overseersPom;

    FrameworkRepository(Path root, String overseersPom) {
        this.root = root;
        this.overseersPom = overseersPom;
    }

    void write(Distribution distribution) throws IOException {
        List<Artifact> artifacts =
                ARTIFACTS.stream().map(distribution::artifact).toList();
        Build build = new Build(artifacts.getFirst().version(), built(artifacts));
        Files.writeString(folder(PARENT, build, List.of("pom")).resolve(build.file(PARENT, "pom")), overseersPom);
        for (Artifact artifact : artifacts) {
            Path folder = folder(artifact.name(), build, List.of("jar", "pom"));
            Files.copy(artifact.jar(), folder.resolve(build.file(artifact.name(), "jar")));
            Files.writeString(folder.resolve(build.file(artifact.name(), "pom")), artifact.pom());
        }
    }

    /** Returns an artifact's folder, which says of a snapshot which files are the latest. */
    private Path folder(String artifact, Build build, List<String> kinds) throws IOException {
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

        String file(String artifact, String kind) {
            return "%s-%s.%s".formatted(artifact, timed(), kind);
        }

        private String timed() {
            return isSnapshot() ? version.replace(SNAPSHOT, "-%s-1".formatted(TIME.format(time))) : version;
        }

        /** Returns <a href="https://maven.apache.org/ref/3.9.16/maven-repository-metadata/">what Maven looks for</a>. */
        String metadata(String artifact, List<String> kinds) {
            String updated = TIME.format(time).replace(".", "");
            StringBuilder files = new StringBuilder();
            for (String kind : kinds) {
                files.append("""
                              <snapshotVersion>
                                <extension>%s</extension>
                                <value>%s</value>
                                <updated>%s</updated>
                              </snapshotVersion>
                        """.formatted(kind, timed(), updated));
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
