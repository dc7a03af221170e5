package dev.overseer.sinks.notify;

import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Digest;
import dev.overseer.runtime.notice.Message.Single;
import java.util.List;

/**
 * A message for people. All its texts are printable, in one line each, and of bounded length, whatever the names in an event
 * are; none is escaped for HTML.
 *
 * @param mood how urgent it is
 * @param headline what happened
 * @param title what it happened to, in a sentence without a full stop
 */
record Letter(Mood mood, String headline, String title, List<Block> blocks) {
    Letter {
        blocks = List.copyOf(blocks);
    }

    /** How urgent a letter is. */
    enum Mood {
        /** Nobody has to do anything. */
        CALM,
        /** Somebody may want to do something in time. */
        WARNING,
        /** A person has to see to it. */
        ALARM
    }

    /** A part of a letter, in the order in which it is read. */
    sealed interface Block {}

    /** What is known, each with its name. */
    record Facts(List<Fact> facts) implements Block {
        Facts {
            facts = List.copyOf(facts);
        }
    }

    /**
     * One thing that is known.
     *
     * @param lines at least one
     */
    record Fact(String name, List<String> lines) {
        Fact {
            lines = List.copyOf(lines);
        }

        static Fact of(String name, String... lines) {
            return new Fact(name, List.of(lines));
        }
    }

    /** Several things of one kind. */
    record Points(String title, List<String> points) implements Block {
        Points {
            points = List.copyOf(points);
        }
    }

    /** Figures. Its first column is text, its last is a number. */
    record Table(List<String> columns, List<List<String>> rows) implements Block {
        Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * Text to copy, as it is.
     *
     * @param text may have several lines
     */
    record Copied(String title, String text) implements Block {}

    static Letter of(Message message) {
        return switch (message) {
            case Single single -> NoticeLetter.of(single.notice());
            case Digest digest -> DigestLetter.of(digest);
        };
    }

    String plain() {
        return PlainText.of(this);
    }

    String html() {
        return MailPage.of(this);
    }
}
