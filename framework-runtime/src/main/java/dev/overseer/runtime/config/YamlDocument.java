package dev.overseer.runtime.config;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into {@link Yaml}. Used once.
 *
 * <p>From the parser's events, since SnakeYAML's own tree has already followed the aliases. Whatever makes a document say
 * something else than it seems to is a problem: aliases, tags, a key twice, a second document.
 */
final class YamlDocument {
    /** In bytes. */
    static final int LARGEST = 1 << 20;

    private static final int DEEPEST = 50;

    private final Findings findings;
    private final String ifEmpty;
    private final Parser events;

    private YamlDocument(String text, String ifEmpty, Findings findings) {
        this.findings = findings;
        this.ifEmpty = ifEmpty;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        this.events = new ParserImpl(new StreamReader(new StringReader(text)), options);
    }

    /**
     * Returns the document's value; empty, and reported, if it cannot be read. What is reported need not make it empty.
     *
     * @param ifEmpty what to report of a document in which nothing is said
     */
    static Optional<Yaml> read(byte[] content, String ifEmpty, Findings findings) {
        if (content.length > LARGEST) {
            findings.problem(Yaml.Mark.START, "", "is larger than 1 MiB. Is this a configuration?");
            return Optional.empty();
        }
        Optional<String> text = text(content, findings);
        return text.flatMap(found -> parsed(found, ifEmpty, findings));
    }

    private static Optional<String> text(byte[] content, Findings findings) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException notUtf8) {
            String before = new String(content, 0, bytes.position(), StandardCharsets.UTF_8);
            findings.problem(markAt(before, before.length()), "", "is not UTF-8 text. Save it as UTF-8");
            return Optional.empty();
        }
    }

    private static Optional<Yaml> parsed(String text, String ifEmpty, Findings findings) {
        try {
            return new YamlDocument(text, ifEmpty, findings).document();
        } catch (MarkedYAMLException wrong) {
            org.yaml.snakeyaml.error.Mark mark =
                    wrong.getProblemMark() == null ? wrong.getContextMark() : wrong.getProblemMark();
            findings.problem(
                    mark == null ? Yaml.Mark.START : mark(mark),
                    "",
                    "is not YAML: %s. Correct it, and check again".formatted(withoutItsPlace(wrong)));
            return Optional.empty();
        } catch (ReaderException wrong) {
            findings.problem(
                    markAt(text, wrong.getPosition()),
                    "",
                    "holds a character that YAML does not allow, U+%04X. Remove it".formatted(wrong.getCodePoint()));
            return Optional.empty();
        }
    }

    private static String withoutItsPlace(MarkedYAMLException wrong) {
        return Optional.ofNullable(wrong.getContext())
                .map(context -> context + ", " + wrong.getProblem())
                .orElse(String.valueOf(wrong.getProblem()));
    }

    private Optional<Yaml> document() {
        events.getEvent();
        if (events.checkEvent(Event.ID.StreamEnd)) {
            findings.problem(Yaml.Mark.START, "", ifEmpty);
            return Optional.empty();
        }
        events.getEvent();
        Optional<Yaml> value = value(1);
        events.getEvent();
        if (value.isPresent() && !events.checkEvent(Event.ID.StreamEnd)) {
            findings.problem(
                    mark(events.peekEvent().getStartMark()),
                    "",
                    "begins a second document. Keep one, without a line of ---");
            return Optional.empty();
        }
        return value;
    }

    /** Returns the next value; empty, and reported, if nothing behind it can be made sense of. */
    private Optional<Yaml> value(int depth) {
        Event event = events.getEvent();
        Yaml.Mark mark = mark(event.getStartMark());
        if (depth > DEEPEST) {
            findings.problem(mark, "", "is nested more than %d levels deep. Flatten it".formatted(DEEPEST));
            return Optional.empty();
        }
        refuseTag(event, mark);
        return switch (event.getEventId()) {
            case Alias -> {
                findings.problem(
                        mark,
                        "",
                        "*%s is an alias, which is not supported. Write the value out"
                                .formatted(((AliasEvent) event).getAnchor()));
                yield Optional.of(new Yaml.Refused(mark));
            }
            case Scalar -> {
                ScalarEvent scalar = (ScalarEvent) event;
                yield Optional.of(new Yaml.Scalar(scalar.getValue(), scalar.isPlain(), mark));
            }
            case SequenceStart -> sequence(mark, depth);
            case MappingStart -> mapping(mark, depth);
            case Comment, DocumentEnd, DocumentStart, MappingEnd, SequenceEnd, StreamEnd, StreamStart ->
                throw new IllegalStateException("SnakeYAML ends where a value was to begin: " + event);
        };
    }

    /** A tag such as {@code !!binary} makes something else of a text than it shows. */
    private void refuseTag(Event event, Yaml.Mark mark) {
        String tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case org.yaml.snakeyaml.events.CollectionStartEvent collection -> collection.getTag();
            default -> null;
        };
        if (tag != null) {
            findings.problem(mark, "", "has the tag %s, which is not supported. Remove it".formatted(tag));
        }
    }

    private Optional<Yaml> sequence(Yaml.Mark mark, int depth) {
        List<Yaml> items = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            Optional<Yaml> item = value(depth + 1);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            items.add(item.get());
        }
        events.getEvent();
        return Optional.of(new Yaml.Sequence(items, mark));
    }

    private Optional<Yaml> mapping(Yaml.Mark mark, int depth) {
        List<Yaml.Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Optional<Yaml> key = value(depth + 1);
            Optional<Yaml> value = key.flatMap(read -> value(depth + 1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            Yaml.Mark place = key.get().mark();
            if (!(key.get() instanceof Yaml.Scalar(String name, boolean plain, var ignored))) {
                findings.problem(
                        place,
                        "",
                        "has %s for a key. Write a word".formatted(key.get().kind()));
            } else if (seen.add(name)) {
                entries.add(new Yaml.Entry(name, place, value.get()));
            } else {
                findings.problem(place, "", "has the key %s twice. Remove one".formatted(Words.quoted(name)));
            }
        }
        events.getEvent();
        return Optional.of(new Yaml.Mapping(entries, mark));
    }

    private static Yaml.Mark mark(org.yaml.snakeyaml.error.Mark mark) {
        return new Yaml.Mark(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Yaml.Mark markAt(String text, int index) {
        String before = text.substring(0, Math.min(index, text.length()));
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Yaml.Mark(line, before.length() - lineStart + 1);
    }
}
