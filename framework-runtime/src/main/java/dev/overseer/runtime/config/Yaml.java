package dev.overseer.runtime.config;

import java.util.List;
import java.util.Set;

/** One value of a YAML document, as it is written, and where it stands. */
sealed interface Yaml {

    /** Returns where the value begins. */
    Mark mark();

    /** Returns what kind of value it is, as it follows "is". */
    String kind();

    /**
     * A place in the document.
     *
     * @param line from 1
     * @param column from 1
     */
    record Mark(int line, int column) {
        static final Mark START = new Mark(1, 1);
    }

    /**
     * A word, number or text.
     *
     * @param text without quotes. YAML 1.1 would take {@code off} for a boolean and {@code 012345678901} for an octal number
     * @param plain whether it stands without quotes
     */
    record Scalar(String text, boolean plain, Mark mark) implements Yaml {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        boolean isNull() {
            return plain && NULLS.contains(text);
        }

        @Override
        public String kind() {
            return isNull() ? "empty" : "a single value";
        }
    }

    /** A list. */
    record Sequence(List<Yaml> items, Mark mark) implements Yaml {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values. No key twice. */
    record Mapping(List<Entry> entries, Mark mark) implements Yaml {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** What was refused and reported already. */
    record Refused(Mark mark) implements Yaml {
        @Override
        public String kind() {
            return "refused";
        }
    }

    /**
     * A key with its value.
     *
     * @param mark where the key stands
     */
    record Entry(String key, Mark mark, Yaml value) {

        /** Returns where to look for it: a list or mapping may begin lines below its key. */
        Mark place() {
            return value instanceof Scalar scalar && !scalar.isNull() ? scalar.mark() : mark;
        }
    }
}
