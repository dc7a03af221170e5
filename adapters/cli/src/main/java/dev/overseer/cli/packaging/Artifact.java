package dev.overseer.cli.packaging;

import java.nio.file.Path;

/**
 * One of Overseer's own jars, as a Maven repository would hold it.
 *
 * @param name its artifact id
 * @param pom its POM, whose parent is Overseer's
 */
public record Artifact(String name, String version, Path jar, String pom) {}
