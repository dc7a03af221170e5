package dev.overseer.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file in the making. Whoever looks at it meanwhile sees what was there before; it is replaced at once, when all is
 * written. What is no file that could be replaced, such as a pipe, is written to as it is.
 */
final class NewFile implements AutoCloseable {
    private static final String STDOUT = "-";

    private final String option;
    private final String name;
    private final Writer writer;
    private final Optional<Replacement> replacement;

    private record Replacement(Path made, Path target) {}

    private NewFile(String option, String name, Writer writer, Optional<Replacement> replacement) {
        this.option = option;
        this.name = name;
        this.writer = writer;
        this.replacement = replacement;
    }

    /**
     * Begins a file.
     *
     * @param option that names it, for messages
     * @param name {@code -} is stdout
     * @throws UsageException if it cannot be written
     */
    static NewFile open(String option, String name, Terminal terminal) {
        if (name.equals(STDOUT)) {
            return new NewFile(
                    option, name, new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8), Optional.empty());
        }
        try {
            Path asked = terminal.folder().resolve(name);
            Path target = Files.exists(asked) ? asked.toRealPath() : asked.toAbsolutePath();
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                return new NewFile(option, name, Files.newBufferedWriter(target), Optional.empty());
            }
            Path made = target.resolveSibling(".%s.%d.new"
                    .formatted(target.getFileName(), ProcessHandle.current().pid()));
            return new NewFile(
                    option,
                    name,
                    new BufferedWriter(new OutputStreamWriter(
                            Files.newOutputStream(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            StandardCharsets.UTF_8)),
                    Optional.of(new Replacement(made, target)));
        } catch (IOException unwritable) {
            throw unwritable(option, name, unwritable);
        }
    }

    /**
     * Adds a text.
     *
     * @throws UsageException if it cannot be written
     */
    void write(String text) {
        try {
            writer.write(text);
        } catch (IOException unwritable) {
            throw unwritable(option, name, unwritable);
        }
    }

    /**
     * Puts the file where it belongs: all is written.
     *
     * @throws UsageException if it cannot be written
     */
    void finish() {
        try {
            writer.flush();
            if (replacement.isPresent()) {
                writer.close();
                Files.move(
                        replacement.get().made(),
                        replacement.get().target(),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException unwritable) {
            throw unwritable(option, name, unwritable);
        }
    }

    /** Leaves nothing behind of what was not finished. */
    @Override
    public void close() {
        try {
            if (!name.equals(STDOUT)) {
                writer.close();
            }
            if (replacement.isPresent()) {
                Files.deleteIfExists(replacement.get().made());
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static UsageException unwritable(String option, String name, IOException thrown) {
        String reason = switch (thrown) {
            case NoSuchFileException missing -> "its folder does not exist";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other -> String.valueOf(other.getReason());
            default -> String.valueOf(thrown.getMessage());
        };
        return new UsageException("%s: %s cannot be written: %s".formatted(option, name, reason));
    }
}
