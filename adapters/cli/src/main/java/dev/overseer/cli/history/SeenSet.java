package dev.overseer.cli.history;

/**
 * Remembers what was seen, as 128 bits each, and forgets the oldest half where there is too much of it: it knows at least
 * the last {@value #GENERATION} things, in at most 64 MiB. For one thread.
 */
public final class SeenSet {
    /** How many things are surely known. */
    static final int GENERATION = 1 << 20;

    private static final int FIRST_SLOTS = 1 << 10;

    private long[] young = new long[FIRST_SLOTS * 2];
    private long[] old = new long[0];
    private int size;

    /** Adds something, and returns whether it was not known. */
    public boolean add(Fingerprint thing) {
        // All zeros mean an empty slot.
        return add(thing.high() | 1, thing.low());
    }

    private boolean add(long high, long low) {
        if (contains(old, high, low) || contains(young, high, low)) {
            return false;
        }
        if (size == GENERATION) {
            old = young;
            young = new long[FIRST_SLOTS * 2];
            size = 0;
        } else if (size * 2 >= young.length / 2) {
            grow();
        }
        insert(young, high, low);
        size++;
        return true;
    }

    private void grow() {
        long[] larger = new long[young.length * 2];
        for (int slot = 0; slot < young.length; slot += 2) {
            if (young[slot] != 0) {
                insert(larger, young[slot], young[slot + 1]);
            }
        }
        young = larger;
    }

    private static boolean contains(long[] table, long high, long low) {
        return table.length > 0 && table[slot(table, high, low)] != 0;
    }

    private static void insert(long[] table, long high, long low) {
        int slot = slot(table, high, low);
        table[slot] = high;
        table[slot + 1] = low;
    }

    /** Returns the slot in which it is, or the empty one into which it belongs. */
    private static int slot(long[] table, long high, long low) {
        int mask = table.length - 1;
        int slot = ((int) (low ^ (high >>> 32)) << 1) & mask;
        while (table[slot] != 0 && (table[slot] != high || table[slot + 1] != low)) {
            slot = (slot + 2) & mask;
        }
        return slot;
    }
}
