package dev.overseer.sinks;

import dev.overseer.runtime.ledger.LedgerException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file that a ledger is in, made so that nobody but its owner can read it. SQLite gives the files beside it
 * ({@code -wal}, {@code -shm}) the same permissions.
 */
final class LedgerFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNERS_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private final Path path;

    LedgerFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Returns the file's absolute path. */
    Path path() {
        return path;
    }

    /**
     * Makes the file, and the directories above it, unless they are there.
     *
     * @throws LedgerException if it is not a file that this process may read and write
     */
    void make() {
        if (Files.isDirectory(path)) {
            throw unusable("is a directory. Name a file in it, such as %s".formatted(path.resolve("ledger.db")));
        }
        if (Files.notExists(path)) {
            makeDirectory();
            makeFile();
        }
        requireAccess();
        keepToOwner();
    }

    private void makeDirectory() {
        try {
            Files.createDirectories(directory(), only(OWNERS_DIRECTORY));
        } catch (FileAlreadyExistsException file) {
            throw unusable(
                    "cannot be made, since %s is not a directory. Choose another path".formatted(file.getFile()), file);
        } catch (IOException refused) {
            throw unusable(
                    "cannot be made, since its directory cannot: %s. Make it, or choose a path where this process may write"
                            .formatted(described(refused)),
                    refused);
        }
    }

    private void makeFile() {
        try {
            Files.createFile(path, only(OWNER_ONLY));
        } catch (FileAlreadyExistsException raced) {
            // Another process was quicker, and made the same file.
            return;
        } catch (IOException refused) {
            throw unusable(
                    "cannot be made: %s. Let this process write to %s, or choose another path"
                            .formatted(described(refused), directory()),
                    refused);
        }
    }

    private void requireAccess() {
        if (!Files.isRegularFile(path)) {
            throw unusable("is not a file. Choose another path");
        }
        if (isReadOnly()) {
            throw unusable("is on a file system that is read-only. Make it writable, or choose another path");
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw unusable("cannot be read and written by this process: %s. Run as its owner, or choose another path"
                    .formatted(ownership()));
        }
        if (!Files.isWritable(directory())) {
            throw unusable(
                    "is in a directory in which this process may not write, as SQLite has to, beside it. Let it, or choose another path");
        }
    }

    /** A ledger that was copied or restored may have come back readable by all. */
    private void keepToOwner() {
        try {
            if (isPosix() && !OWNER_ONLY.equals(Files.getPosixFilePermissions(path))) {
                Files.setPosixFilePermissions(path, OWNER_ONLY);
            }
        } catch (IOException refused) {
            throw unusable(
                    "can be read by others, and that cannot be changed: %s. Let its owner run `chmod 600 %s`"
                            .formatted(described(refused), path),
                    refused);
        }
    }

    private boolean isReadOnly() {
        try {
            return Files.getFileStore(path).isReadOnly();
        } catch (IOException unknown) {
            throw unusable("is on a file system of which nothing can be told: " + described(unknown), unknown);
        }
    }

    private Path directory() {
        return path.resolveSibling("").toAbsolutePath();
    }

    private String ownership() {
        try {
            return isPosix()
                    ? "it belongs to %s, with permissions %s"
                            .formatted(
                                    Files.getOwner(path),
                                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    : "its permissions do not allow it";
        } catch (IOException unknown) {
            return "its owner cannot be told, " + described(unknown);
        }
    }

    private FileAttribute<?>[] only(Set<PosixFilePermission> permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String described(IOException refused) {
        return refused instanceof AccessDeniedException denied
                ? "permission denied on " + denied.getFile()
                : String.valueOf(refused.getMessage());
    }

    private LedgerException unusable(String how) {
        return new LedgerException(message(how));
    }

    private LedgerException unusable(String how, IOException cause) {
        return new LedgerException(message(how), cause);
    }

    private String message(String how) {
        return "the ledger %s %s".formatted(path, how);
    }
}
