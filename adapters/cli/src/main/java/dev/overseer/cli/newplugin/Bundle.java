package dev.overseer.cli.newplugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the build puts beside this class: the template's files, the names of the AWS SDK's modules, and Overseer's POM and
 * sources.
 */
final class Bundle {
    private static final String PROJECT = "project/";

    /** Returns the template's files, with {@code /} in their paths. */
    List<String> files() {
        return lines("files");
    }

    /** Returns the content of one of them; all are text. */
    String file(String path) {
        return text(PROJECT + path);
    }

    /** Returns the artifact ids of the AWS SDK. */
    List<String> sdkModules() {
        return lines("sdk-modules");
    }

    /** Returns the POM that is the parent of all of Overseer's. */
    String overseersPom() {
        return text("overseer-pom.xml");
    }

    /** Returns the jar with the sources of one of Overseer's artifacts that plugins are compiled against. */
    byte[] sources(String artifact) {
        return bytes(artifact + "-sources.jar");
    }

    private List<String> lines(String resource) {
        return text(resource).lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(String resource) {
        return new String(bytes(resource), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String resource) {
        try (InputStream stream = Bundle.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new NewPluginException(
                        "This program was built without %s. Build it with ./mvnw package.".formatted(resource));
            }
            return stream.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("The program's own jar cannot be read", broken);
        }
    }
}
