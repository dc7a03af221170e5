package dev.overseer.cli.history;

/** 128 bits by which something that was seen is known again. */
public record Fingerprint(long high, long low) {
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final long FNV_START = 0xCBF29CE484222325L;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Returns that of texts in this order. */
    public static Fingerprint of(String... texts) {
        long high = GOLDEN;
        long low = FNV_START;
        for (String text : texts) {
            for (int i = 0; i < text.length(); i++) {
                char next = text.charAt(i);
                high = (high + next) * GOLDEN;
                high ^= high >>> 29;
                low = (low ^ next) * FNV_PRIME;
            }
            // Keeps "a", "bc" apart from "ab", "c": no character has this value.
            high = (high + 0x10001) * GOLDEN;
            low = (low ^ 0x10001) * FNV_PRIME;
        }
        return new Fingerprint(mixed(high), mixed(low));
    }

    /** Lets each bit depend on all others, as MurmurHash3 does in the end. */
    private static long mixed(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
