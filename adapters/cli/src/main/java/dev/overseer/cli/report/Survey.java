package dev.overseer.cli.report;

import dev.overseer.runtime.ledger.IncidentBrief;
import dev.overseer.runtime.ledger.IncidentBrief.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Adds up what a ledger has: takes its incidents in brief, the latest first. Memory grows with days, controls, accounts and
 * people, and by eight bytes with each remediation. For one thread.
 */
public final class Survey implements Consumer<IncidentBrief> {
    /** So many names are told apart; what comes later is counted together. */
    static final int MOST_NAMES = 100_000;

    static final String OTHERS = "(others)";

    private final Instant now;
    private final int wanted;
    private final int unresolvedWanted;
    private final Tallies all = new Tallies();
    private final SortedMap<LocalDate, Tallies> days = new TreeMap<>();
    private final Map<String, Tallies> controls = new HashMap<>();
    private final Map<String, Tallies> accounts = new HashMap<>();
    private final Map<String, Deletions> deletions = new HashMap<>();
    private final Times times = new Times();
    private final Map<Series, Times> ages = new EnumMap<>(Series.class);
    private final List<String> unresolved = new ArrayList<>();
    private final List<String> latest = new ArrayList<>();

    /**
     * Begins with nothing.
     *
     * @param now what ages are counted to
     * @param wanted of how many incidents the ids are wanted
     * @param unresolvedWanted how many of them may be unfinished, if there are enough others
     */
    public Survey(Instant now, int wanted, int unresolvedWanted) {
        this.now = now;
        this.wanted = wanted;
        this.unresolvedWanted = unresolvedWanted;
    }

    /**
     * What a person's calls led to.
     *
     * @param person in lower case
     * @param sample the id of an incident that tells how they are written
     */
    public record Deleter(String person, String sample, long deletions) {
        /** Returns the person as the principal of the sample is written. */
        public String writtenLike(String principal) {
            return person.equals(OTHERS) ? person : Person.of(principal);
        }
    }

    /** A name and what was counted under it. */
    record Row(String name, Tallies tallies) {}

    private static final class Deletions {
        private final String sample;
        private long number;

        private Deletions(String sample) {
            this.sample = sample;
        }
    }

    @Override
    public void accept(IncidentBrief brief) {
        Series series = Series.of(brief.state());
        boolean unfinished = series.isUnfinished() && !brief.released();
        boolean waits = unfinished && series != Series.OPEN;
        all.add(series, waits);
        days.computeIfAbsent(LocalDate.ofInstant(brief.at(), ZoneOffset.UTC), day -> new Tallies())
                .add(series, waits);
        named(controls, brief.control()).add(series, waits);
        named(accounts, brief.account()).add(series, waits);
        brief.remedy().ifPresent(remedy -> remedied(brief, remedy));
        if (unfinished) {
            ages.computeIfAbsent(series, any -> new Times()).add(positive(Duration.between(brief.at(), now)));
        }
        pick(brief.incident(), unfinished);
    }

    /** Returns the ids of the incidents that are wanted: those that are unfinished first, and of both the latest first. */
    public List<String> picked() {
        int unfinished = Math.max(unresolvedWanted, wanted - latest.size());
        return Stream.concat(unresolved.stream().limit(unfinished), latest.stream())
                .limit(wanted)
                .toList();
    }

    /** Returns those whose calls led to most deletions. */
    public List<Deleter> deleters(int most) {
        return deletions.entrySet().stream()
                .map(entry -> new Deleter(entry.getKey(), entry.getValue().sample, entry.getValue().number))
                .sorted(Comparator.comparingLong(Deleter::deletions).reversed().thenComparing(Deleter::person))
                .limit(most)
                .toList();
    }

    /** Returns how many people's calls led to deletions. */
    int deleters() {
        return deletions.size();
    }

    Tallies all() {
        return all;
    }

    SortedMap<LocalDate, Tallies> days() {
        return days;
    }

    List<Row> controls() {
        return busiestFirst(controls);
    }

    List<Row> accounts() {
        return busiestFirst(accounts);
    }

    /** Returns how long remediations took, from what caused them. */
    Times times() {
        return times;
    }

    /** Returns for how long unfinished incidents of a series have stood where they do. */
    Times ages(Series series) {
        return ages.getOrDefault(series, new Times());
    }

    long unfinished() {
        return all.waiting() + all.of(Series.OPEN);
    }

    private void remedied(IncidentBrief brief, Remedy remedy) {
        times.add(positive(Duration.between(remedy.causedAt(), brief.at())));
        if (remedy.deleted()) {
            String person = Person.of(brief.principal());
            boolean room = deletions.size() < MOST_NAMES || deletions.containsKey(person);
            deletions.computeIfAbsent(room ? person : OTHERS, first -> new Deletions(brief.incident())).number++;
        }
    }

    private void pick(String incident, boolean unfinished) {
        List<String> picked = unfinished ? unresolved : latest;
        if (picked.size() < wanted) {
            picked.add(incident);
        }
    }

    /** Two clocks may differ. */
    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static Tallies named(Map<String, Tallies> byName, String name) {
        boolean room = byName.size() < MOST_NAMES || byName.containsKey(name);
        return byName.computeIfAbsent(room ? name : OTHERS, first -> new Tallies());
    }

    private static List<Row> busiestFirst(Map<String, Tallies> byName) {
        return byName.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong((Row row) -> row.tallies().total())
                        .reversed()
                        .thenComparing(Row::name))
                .toList();
    }
}
