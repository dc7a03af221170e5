package dev.overseer.cli.packaging;

import java.nio.file.Path;

/**
 * A jar that somebody brings.
 *
 * @param bringer who, as messages name it: {@code plugin glue}, or a path as it was given
 */
record Library(Path file, Coordinates coordinates, Bringer bringer) {

    /**
     * Who brings jars.
     *
     * @param shipped whether it is a part of this release
     */
    record Bringer(String name, boolean shipped) {
        @Override
        public String toString() {
            return name;
        }
    }
}
