package dev.overseer.cli.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Folders of this machine. Keys are paths; links are not followed. */
final class LocalStore implements Store {
    @Override
    public String name(String key) {
        return key;
    }

    @Override
    public void list(String folder, KeyRange range, Consumer<Item> to) throws IOException {
        List<Item> items = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(Path.of(folder))) {
            for (Path path : paths) {
                BasicFileAttributes attributes =
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String key = folder + path.getFileName();
                if (attributes.isDirectory()) {
                    items.add(new Folder(key + "/"));
                } else if (attributes.isRegularFile()) {
                    items.add(new File(key, attributes.size()));
                }
            }
        } catch (IOException failure) {
            throw told(failure);
        }
        items.sort(Comparator.comparing(Item::key));
        items.stream()
                .filter(item -> switch (item) {
                    case File file -> range.contains(file.key());
                    case Folder inner -> range.mayContainUnder(inner.key());
                })
                .forEach(to);
    }

    @Override
    public void listAll(String folder, KeyRange range, Trouble trouble, Consumer<File> to) throws IOException {
        list(folder, range, item -> {
            switch (item) {
                case File file -> to.accept(file);
                case Folder inner -> {
                    try {
                        listAll(inner.key(), range, trouble, to);
                    } catch (IOException failure) {
                        trouble.with(inner.key(), failure);
                    }
                }
            }
        });
    }

    @Override
    public InputStream open(String key) throws IOException {
        try {
            return Files.newInputStream(Path.of(key));
        } catch (IOException failure) {
            throw told(failure);
        }
    }

    @Override
    public void close() {
        // Nothing is open but what others close.
    }

    private static IOException told(IOException failure) {
        return switch (failure) {
            case NoSuchFileException gone -> new IOException("there is no such file any more", gone);
            case AccessDeniedException denied ->
                new IOException("may not be read by this user. Grant it, or run as another user", denied);
            default -> new IOException("cannot be read: " + failure.getMessage(), failure);
        };
    }
}
