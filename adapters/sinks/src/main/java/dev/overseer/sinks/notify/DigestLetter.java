package dev.overseer.sinks.notify;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.notice.Message.Digest;
import dev.overseer.runtime.notice.Notice;
import dev.overseer.sinks.notify.Letter.Block;
import dev.overseer.sinks.notify.Letter.Mood;
import dev.overseer.sinks.notify.Letter.Points;
import dev.overseer.sinks.notify.Letter.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The letter about many incidents: how many of which, and the first of them. */
final class DigestLetter {
    private static final int MOST_ROWS = 50;

    private static final Set<String> UNRESOLVED = Arrays.stream(Kind.values())
            .filter(Kind::unresolved)
            .map(Kind::name)
            .collect(Collectors.toUnmodifiableSet());

    private DigestLetter() {}

    static Letter of(Digest digest) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(table(digest));
        if (!digest.first().isEmpty()) {
            blocks.add(new Points(
                    digest.first().size() < digest.size() ? "The first of them" : "Which",
                    Prose.first(digest.first().stream().map(DigestLetter::line).toList())));
        }
        return new Letter(
                mood(digest),
                "%s incidents in one message".formatted(Prose.number(digest.size())),
                "From %s to %s".formatted(Prose.time(digest.from()), Prose.time(digest.until())),
                blocks);
    }

    private static Mood mood(Digest digest) {
        return digest.counts().keySet().stream().anyMatch(group -> UNRESOLVED.contains(group.state()))
                ? Mood.ALARM
                : Mood.CALM;
    }

    private static Table table(Digest digest) {
        List<List<String>> rows = new ArrayList<>();
        digest.counts().entrySet().stream()
                .limit(MOST_ROWS)
                .forEach(entry -> rows.add(List.of(
                        Prose.name(entry.getKey().control()), entry.getKey().state(), Prose.number(entry.getValue()))));
        digest.counts().values().stream()
                .skip(MOST_ROWS)
                .reduce(Integer::sum)
                .ifPresent(rest -> rows.add(List.of("others", "", Prose.number(rest))));
        return new Table(List.of("control", "outcome", "incidents"), rows);
    }

    private static String line(Notice notice) {
        ResourceRef target = notice.incident().target();
        return "%s %s: %s %s in %s %s, incident %s"
                .formatted(
                        notice.state(),
                        Prose.name(notice.control().id()),
                        Prose.name(target.type()),
                        Prose.name(target.id()),
                        target.account(),
                        target.region(),
                        notice.incident().id());
    }
}
