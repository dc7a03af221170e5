package dev.overseer.cli.packaging;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a jar is, as Maven has it.
 *
 * @param group empty if the jar does not say it
 * @param version empty if neither the jar nor its name says it
 * @param classifier mostly empty
 */
record Coordinates(String group, String artifact, String version, String classifier) {
    /** In which Overseer's own jars are. */
    static final String OVERSEER = "dev.overseer";

    private static final Pattern NAME_AND_VERSION = Pattern.compile("(.+?)-(\\d.*)");

    /**
     * Returns what a line of a {@code META-INF/overseer/runtime-classpath} names.
     *
     * @throws IllegalArgumentException unless it has the form {@code group:artifact:version}
     */
    static Coordinates parse(String line) {
        String[] parts = line.split(":", -1);
        if (parts.length != 3 || line.contains("::") || line.startsWith(":") || line.endsWith(":")) {
            throw new IllegalArgumentException("\"%s\" is not group:artifact:version".formatted(line));
        }
        return new Coordinates(parts[0], parts[1], parts[2], "");
    }

    /** Guesses what a jar is from its name without {@code .jar}. */
    static Coordinates guess(String name) {
        Matcher versioned = NAME_AND_VERSION.matcher(name);
        return versioned.matches()
                ? new Coordinates("", versioned.group(1), versioned.group(2), "")
                : new Coordinates("", name, "", "");
    }

    Coordinates withGroup(String known) {
        return new Coordinates(known, artifact, version, classifier);
    }

    /** Returns what two versions of the same thing have in common. */
    String unversioned() {
        return (group.isEmpty() ? "" : group + ":") + artifact + (classifier.isEmpty() ? "" : ":" + classifier);
    }

    /** Returns the name that Maven gives the file. */
    String fileName() {
        return artifact + (version.isEmpty() ? "" : "-" + version) + (classifier.isEmpty() ? "" : "-" + classifier)
                + ".jar";
    }

    /** Returns the <a href="https://github.com/package-url/purl-spec">package URL</a>. */
    String purl() {
        return (group.isEmpty() ? "pkg:generic/" : "pkg:maven/" + encoded(group) + "/")
                + encoded(artifact)
                + (version.isEmpty() ? "" : "@" + encoded(version))
                + (classifier.isEmpty() ? "" : "?classifier=" + encoded(classifier));
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return unversioned() + (version.isEmpty() ? "" : ":" + version);
    }
}
