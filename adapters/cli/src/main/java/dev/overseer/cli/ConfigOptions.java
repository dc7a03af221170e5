package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.config.InvalidConfigurationException;
import dev.overseer.runtime.config.ParameterName;
import dev.overseer.runtime.config.ParameterStoreException;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration applies. */
final class ConfigOptions {
    static final String VARIABLE = "OVERSEER_CONFIG";
    private static final String FILE = "overseer.yaml";

    /** More than a configuration may have, so that one that is too large is told of as such. */
    private static final int MOST = (1 << 20) + 1;

    @Option(
            names = "--config",
            paramLabel = "FILE|ssm:/NAME",
            description = "The configuration: a file, or a parameter of the Parameter Store. Default: " + VARIABLE
                    + ", else ./" + FILE + " if there is one.")
    private @Nullable String config;

    /** For the option to be filled in. */
    ConfigOptions() {}

    /** For an option of the same meaning and another default; null where it is not given. */
    ConfigOptions(@Nullable String config) {
        this.config = config;
    }

    /**
     * Returns the configuration that applies, and says on stderr what draws a warning; empty if there is none.
     *
     * @param catalog the installed controls, as their plugins declare them
     * @throws InvalidConfigurationException if anything is wrong with it
     * @throws UsageException if it is named and cannot be read
     */
    Optional<Configuration> configuration(PluginCatalog catalog, Terminal terminal) {
        Optional<Configuration> read = quietly(catalog, terminal);
        warn(read, terminal);
        return read;
    }

    /** Does the same, but looks only at what the option names. */
    Optional<Configuration> explicit(PluginCatalog catalog, Terminal terminal) {
        return config == null ? Optional.empty() : configuration(catalog, terminal);
    }

    /** Does the same as {@link #configuration} without a word. */
    Optional<Configuration> quietly(PluginCatalog catalog, Terminal terminal) {
        // The reader is made only where there is something to read: start-up counts.
        return content(terminal).map(content -> content.read(new ConfigurationReader(catalog, Clock.systemUTC())));
    }

    /**
     * Returns the {@linkplain Configuration#hash hash} of the configuration that applies now, readable or not; empty if there
     * is none.
     *
     * @throws UsageException if it is named and cannot be read
     */
    Optional<String> hash(Terminal terminal) {
        return content(terminal).map(Content::hash);
    }

    /** Returns whether each {@link #hash} calls AWS. */
    boolean isParameter(Terminal terminal) {
        return Optional.ofNullable(config)
                .or(() -> terminal.variable(VARIABLE))
                .filter(ParameterName::isMeant)
                .isPresent();
    }

    /** What a configuration consists of, whatever it says. */
    private static final class Content {
        private final byte[] bytes;
        private final String name;

        Content(byte[] bytes, String name) {
            this.bytes = bytes;
            this.name = name;
        }

        Configuration read(ConfigurationReader reader) {
            return reader.read(bytes, name);
        }

        String hash() {
            return ConfigurationReader.hash(bytes);
        }
    }

    private Optional<Content> content(Terminal terminal) {
        if (config != null) {
            return Optional.of(named("--config", config));
        }
        return terminal.variable(VARIABLE).map(name -> named(VARIABLE, name)).or(() -> here(terminal.folder()));
    }

    private static void warn(Optional<Configuration> read, Terminal terminal) {
        read.ifPresent(configuration ->
                configuration.warnings().forEach(warning -> terminal.err().println("overseer: warning: " + warning)));
    }

    /**
     * Returns the configuration of a name.
     *
     * @param by who named it
     */
    static Configuration named(String by, String name, Supplier<ConfigurationReader> reader) {
        return named(by, name).read(reader.get());
    }

    private static Content named(String by, String name) {
        if (ParameterName.isMeant(name)) {
            return new Content(parameter(by, name), name);
        }
        try {
            return file(Path.of(name), name)
                    .orElseThrow(() -> new UsageException(
                            "%s names \"%s\", which does not exist. Create it, or name another".formatted(by, name)));
        } catch (InvalidPathException wrong) {
            throw new UsageException("%s names \"%s\", which is not a path: %s".formatted(by, name, wrong.getReason()));
        }
    }

    /** A link to nowhere was meant to be a configuration. */
    private static Optional<Content> here(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Optional<Content> read = file(file, FILE);
        if (read.isEmpty()) {
            throw new UsageException("./%s is a link to nowhere. Correct or remove it".formatted(FILE));
        }
        return read;
    }

    private static Optional<Content> file(Path file, String name) {
        try (InputStream content = Files.newInputStream(file)) {
            return Optional.of(new Content(content.readNBytes(MOST), name));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UsageException("The configuration %s cannot be read: %s. Nothing is done without it"
                    .formatted(name, unreadable.getMessage()));
        }
    }

    private static byte[] parameter(String by, String name) {
        String parameter = parameterName(by, name);
        try (AwsAccess aws = new AwsAccess()) {
            return aws.parameters()
                    .value(parameter)
                    .orElseThrow(() -> new UsageException(
                            "%s names %s, which does not exist. Create the parameter, or name another"
                                    .formatted(by, name)))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (ParameterStoreException unreadable) {
            throw new UsageException("%s names %s: %s".formatted(by, name, unreadable.getMessage()));
        }
    }

    private static String parameterName(String by, String name) {
        try {
            return ParameterName.of(name);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("%s: %s".formatted(by, wrong.getMessage()));
        }
    }
}
