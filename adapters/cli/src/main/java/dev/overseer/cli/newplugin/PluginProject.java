package dev.overseer.cli.newplugin;

import dev.overseer.cli.packaging.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A project of its own for one plugin: the template under other names, and a repository with what it is compiled against. */
public final class PluginProject {
    private static final String TEMPLATES_SERVICE = "sns";
    private static final String TEMPLATES_PACKAGE = "dev.overseer.plugin.template";
    private static final String SDK_MODULE = "    <!-- sdk-module -->\n";

    private final PluginNames names;
    private final Distribution distribution;
    private final Bundle bundle = new Bundle();
    private final Map<String, String> words;
    private final Pattern anyWord;

    /**
     * Takes the names.
     *
     * @param distribution whose framework the plugin is for
     * @throws NewPluginException if no code can be made of the names
     */
    public PluginProject(PluginNames names, Distribution distribution) {
        names.requireUsable(bundle.sdkModules());
        this.names = names;
        this.distribution = distribution;
        words = Map.of(
                TEMPLATES_PACKAGE,
                names.javaPackage(),
                TEMPLATES_PACKAGE.replace('.', '/'),
                names.javaPackage().replace('.', '/'),
                "sns-topic-encrypted",
                names.control(),
                "sns-plugin",
                names.service() + "-plugin",
                "SnsPlugin",
                names.serviceWord() + "Plugin",
                "TopicEncrypted",
                names.controlWord(),
                "return \"sns\"",
                "return \"%s\"".formatted(names.service()),
                SDK_MODULE,
                sdkModule());
        anyWord = Pattern.compile(words.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /** The template's own calls stay, until the author replaces them; so does the module that they need. */
    private String sdkModule() {
        return names.sdkModule().equals(TEMPLATES_SERVICE) ? "" : """
                <dependency>
                  <groupId>software.amazon.awssdk</groupId>
                  <artifactId>%s</artifactId>
                  <exclusions>
                    <exclusion>
                      <groupId>software.amazon.awssdk</groupId>
                      <artifactId>netty-nio-client</artifactId>
                    </exclusion>
                    <exclusion>
                      <groupId>software.amazon.awssdk</groupId>
                      <artifactId>apache-client</artifactId>
                    </exclusion>
                  </exclusions>
                </dependency>
            """.formatted(names.sdkModule());
    }

    /**
     * Writes the project.
     *
     * @param folder is made if need be; else empty
     * @throws NewPluginException if the folder holds something
     * @throws IOException if it cannot be written
     */
    public void write(Path folder) throws IOException {
        requireEmpty(folder);
        for (String file : bundle.files()) {
            Path target = folder.resolve(renamed(file).replaceFirst("^dot-", "."));
            Files.createDirectories(target.getParent());
            Files.writeString(target, renamed(bundle.file(file)));
        }
        if (!folder.resolve("mvnw").toFile().setExecutable(true)) {
            throw new IOException("mvnw could not be made executable");
        }
        new FrameworkRepository(folder.resolve("repo"), bundle).write(distribution);
    }

    /** In one go, so that what a name becomes is never taken for another one. */
    private String renamed(String text) {
        return anyWord.matcher(text).replaceAll(word -> Matcher.quoteReplacement(words.get(word.group())));
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new NewPluginException(
                    "%s is a file. Name a folder that is empty or not there yet".formatted(folder));
        }
        try (Stream<Path> content = Files.list(folder)) {
            content.findFirst().ifPresent(present -> {
                throw new NewPluginException(
                        "The folder %s is not empty: it holds %s. Name one that is empty or not there yet"
                                .formatted(folder, present.getFileName()));
            });
        }
    }
}
