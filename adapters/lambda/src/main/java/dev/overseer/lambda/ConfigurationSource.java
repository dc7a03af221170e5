package dev.overseer.lambda;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.config.InvalidConfigurationException;
import dev.overseer.runtime.config.ParameterName;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.config.ParameterStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a function's configuration is: in its package, or in the Parameter Store.
 *
 * @param root the folder into which Lambda unpacks the package
 * @param parameters asked only for a configuration that is kept there
 */
record ConfigurationSource(Path root, Supplier<ParameterStore> parameters) {
    static final String VARIABLE = "OVERSEER_CONFIG";
    private static final String FILE = "overseer.yaml";

    /** More than a configuration may have, so that one that is too large is told of as such. */
    private static final int MOST = (1 << 20) + 1;

    /**
     * Returns the configuration; empty if there is none, or if anything is wrong with it.
     *
     * @param named by {@link #VARIABLE}: {@code ssm:/name}, or a file in the package; without it, {@code overseer.yaml} at
     *     the package's root if it is there
     * @param problem told what is wrong
     */
    Optional<Configuration> read(
            Optional<String> named, Supplier<ConfigurationReader> reader, Consumer<String> problem) {
        String name = named.orElse(FILE);
        try {
            Optional<byte[]> content = content(name);
            if (content.isEmpty() && named.isPresent()) {
                problem.accept("%s names \"%s\", which does not exist. Put it into the package or the Parameter Store"
                        .formatted(VARIABLE, name));
            }
            return content.map(bytes -> reader.get().read(bytes, name));
        } catch (InvalidConfigurationException invalid) {
            invalid.problems().forEach(wrong -> problem.accept(wrong.toString()));
        } catch (ParameterStoreException unreadable) {
            problem.accept(String.valueOf(unreadable.getMessage()));
        } catch (IOException unreadable) {
            problem.accept("The configuration %s cannot be read: %s".formatted(name, unreadable));
        } catch (InvalidPathException wrong) {
            problem.accept("%s names \"%s\", which is not a path".formatted(VARIABLE, name));
        } catch (IllegalArgumentException wrong) {
            problem.accept("%s: %s".formatted(VARIABLE, wrong.getMessage()));
        }
        return Optional.empty();
    }

    private Optional<byte[]> content(String name) throws IOException {
        if (ParameterName.isMeant(name)) {
            return parameters.get().value(ParameterName.of(name)).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream file = Files.newInputStream(root.resolve(name))) {
            return Optional.of(file.readNBytes(MOST));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }
}
