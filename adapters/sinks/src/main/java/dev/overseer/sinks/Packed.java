package dev.overseer.sinks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Documents as the table has them: gzipped, and in several items where they are too large for one, which may have <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">400 KB</a>.
 */
final class Packed {
    /** What is left of an item is for its key and other attributes. */
    static final int PART = 380 * 1024;

    private static final String DOCUMENT = "document";
    private static final String PARTS = "parts";
    private static final String STAMP = "stamp";

    private Packed() {}

    /** Returns an item with a document that is known to be small. */
    static Item with(Item item, String document) {
        return item.with(DOCUMENT, zipped(document));
    }

    /** Returns the document of an item that has it whole. */
    static String document(Item item) {
        return unzipped(item.bytes(DOCUMENT));
    }

    /**
     * Returns the items of a document of any size, the first at its key.
     *
     * @param stamp another for each document at the same key: parts that were read while others were written are told
     *     apart by it
     * @param more what to add to each
     */
    static List<Item> items(Key key, String document, long stamp, UnaryOperator<Item> more) {
        byte[] bytes = zipped(document);
        int parts = Math.ceilDiv(bytes.length, PART);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            byte[] part = Arrays.copyOfRange(bytes, i * PART, Math.min(bytes.length, (i + 1) * PART));
            items.add(more.apply(Item.at(key.part(i)))
                    .with(PARTS, parts)
                    .with(STAMP, stamp)
                    .with(DOCUMENT, part));
        }
        return items;
    }

    /** Returns where the other parts of a document are whose first item was read. */
    static List<Key> rest(Item first) {
        List<Key> keys = new ArrayList<>();
        for (int i = 1; i < first.number(PARTS); i++) {
            keys.add(first.key().part(i));
        }
        return keys;
    }

    /** Returns the items of several documents, one list for each. Takes no parts of longer ones that were there before. */
    static List<List<Item>> grouped(List<Item> items) {
        List<List<Item>> documents = new ArrayList<>();
        Map<Key, Item> byKey = new HashMap<>();
        items.forEach(item -> byKey.put(item.key(), item));
        for (Item item : items) {
            if (!item.key().isPart()) {
                List<Item> document = new ArrayList<>(List.of(item));
                rest(item).stream().map(byKey::get).filter(Objects::nonNull).forEach(document::add);
                documents.add(document);
            }
        }
        return documents;
    }

    /**
     * Returns the document of items, the first one first.
     *
     * @throws LostRaceException if they do not belong together
     */
    static String document(List<Item> items) throws LostRaceException {
        Item first = items.getFirst();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Item item : items) {
            if (item.number(STAMP) != first.number(STAMP)) {
                throw new LostRaceException("read %s while it was written".formatted(first.key()));
            }
            bytes.writeBytes(item.bytes(DOCUMENT));
        }
        if (items.size() != first.number(PARTS)) {
            throw new LostRaceException("read %s while it was written".formatted(first.key()));
        }
        return unzipped(bytes.toByteArray());
    }

    private static byte[] zipped(String document) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(document.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException impossible) {
            throw new IllegalStateException("an array of bytes cannot be written", impossible);
        }
        return zipped.toByteArray();
    }

    private static String unzipped(byte[] zipped) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException damaged) {
            throw new IllegalArgumentException("the attribute document is not gzipped", damaged);
        }
    }
}
