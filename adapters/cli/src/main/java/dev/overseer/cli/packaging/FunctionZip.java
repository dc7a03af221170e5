package dev.overseer.cli.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes zips that depend on nothing but the names and bytes in them.
 *
 * <p>Nothing is compressed: jars are already, and what a compressor makes of bytes differs between versions of zlib.
 */
final class FunctionZip {
    /** Where Lambda looks for jars. */
    static final String LIB = "lib/";

    /** The first month that every tool can show; a zip has local times, so zones do not matter. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private FunctionZip() {}

    /** Writes a new file. */
    static void write(Path zip, SortedMap<String, byte[]> entries) throws IOException {
        try (OutputStream file =
                        Files.newOutputStream(zip, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(stored(entry.getKey(), entry.getValue()));
                out.write(entry.getValue());
            }
        }
    }

    private static ZipEntry stored(String name, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        // Any other way to set a time adds an extra field
        entry.setTimeLocal(NO_TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        return entry;
    }
}
