package dev.overseer.runtime.decision;

/**
 * Where a value was said, for people who ask why: {@code overseer.yaml:12:3}, {@code OVERSEER_MODE}, {@code --enforce}, or
 * {@code default}.
 */
public record Provenance(String text) {
    /** Nobody said it. */
    public static final Provenance DEFAULT = new Provenance("default");

    @Override
    public String toString() {
        return text;
    }
}
