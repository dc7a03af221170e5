package dev.overseer.cli;

import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Parameters;

/** The events that a command is given: files, folders of files, and standard input. */
final class InputFiles {
    private static final String STANDARD_INPUT = "-";
    private static final List<String> ENDINGS =
            List.of(".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz");

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description =
                    "CloudTrail records in any form: EventBridge events, log files, JSON arrays, JSON lines, SNS and SQS"
                            + " messages, answers of LookupEvents, suspended incidents; plain or gzipped. Of a folder its *.json,"
                            + " *.jsonl and *.ndjson files, and the same with .gz. - is standard input.")
    private List<String> inputs;

    InputFiles(List<String> inputs) {
        this.inputs = inputs;
    }

    /** Reads all input in order. What cannot be read is handed on as unreadable, and the rest is read. */
    void read(EventReader reader, InputStream standardInput, Consumer<Reading> to) {
        for (String input : inputs) {
            if (input.equals(STANDARD_INPUT)) {
                readStandardInput(reader, standardInput, to);
            } else {
                read(reader, Path.of(input), to);
            }
        }
    }

    private static void read(EventReader reader, Path path, Consumer<Reading> to) {
        if (!Files.isDirectory(path)) {
            readFile(reader, path, to);
            return;
        }
        List<Path> files = eventFiles(path, to);
        if (files.isEmpty()) {
            to.accept(
                    unreadable(
                            path,
                            "the folder holds no event file: none of its files ends in .json, .jsonl, .ndjson, or these with .gz"));
        }
        files.forEach(file -> readFile(reader, file, to));
    }

    /** Returns the folder's event files in the order of their paths. Links are not followed. */
    private static List<Path> eventFiles(Path folder, Consumer<Reading> to) {
        List<Path> files = new ArrayList<>();
        try {
            // The folder itself may be a link: it was named.
            Path real = folder.toRealPath();
            Files.walkFileTree(real, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && hasEventEnding(file)) {
                        files.add(folder.resolve(real.relativize(file)));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    to.accept(unreadable(
                            folder.resolve(real.relativize(file)), "cannot be read: " + failure.getMessage()));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            to.accept(unreadable(folder, "cannot be read: " + failure.getMessage()));
        }
        Collections.sort(files);
        return files;
    }

    private static boolean hasEventEnding(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static void readFile(EventReader reader, Path file, Consumer<Reading> to) {
        if (!Files.exists(file)) {
            to.accept(unreadable(file, "does not exist. Name a file, a folder, or - for standard input"));
        } else if (!Files.isReadable(file)) {
            to.accept(unreadable(file, "may not be read by this user. Grant it, or run as another user"));
        } else {
            reader.readFile(file, file.toString(), to);
        }
    }

    private static void readStandardInput(EventReader reader, InputStream in, Consumer<Reading> to) {
        try {
            reader.read(in, "stdin", to);
        } catch (IOException failure) {
            to.accept(new Reading.Unreadable("stdin", "", "cannot be read: " + failure.getMessage()));
        }
    }

    private static Reading unreadable(Path path, String problem) {
        return new Reading.Unreadable(path.toString(), "", problem);
    }
}
