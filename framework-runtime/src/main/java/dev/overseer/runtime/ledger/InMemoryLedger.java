package dev.overseer.runtime.ledger;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A ledger that lasts as long as its object: for rehearsals and tests, and for runs that keep none. */
public final class InMemoryLedger implements LedgerArchive {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<String, List<JournaledWrite>> journal = new LinkedHashMap<>();
    private final Map<String, Closing> closings = new HashMap<>();
    private final Map<String, IncidentEntry> entries = new HashMap<>();
    private final Map<String, List<Transition>> transitions = new HashMap<>();
    private final Map<String, Instant> announced = new HashMap<>();
    private final Map<String, Release> bySuccessor = new HashMap<>();
    private final Map<String, Release> byPredecessor = new HashMap<>();
    private final List<Lift> lifts = new ArrayList<>();
    private final Map<Place, Long> passed = new HashMap<>();

    private final Map<String, String> left = new HashMap<>();
    private final Map<String, Undo> undos = new HashMap<>();
    private final SortedMap<String, Undelivered> undelivered = new TreeMap<>();
    private final boolean lasts;

    /** Makes a ledger that lasts as long as its object, which is as long as a rehearsal or test needs it. */
    public InMemoryLedger() {
        this(true);
    }

    private InMemoryLedger(boolean lasts) {
        this.lasts = lasts;
    }

    /** Returns the ledger of a host that keeps none: it ends with the process, long before somebody asks for it. */
    public static InMemoryLedger ofProcess() {
        return new InMemoryLedger(false);
    }

    private record Place(String control, String account) {}

    @Override
    public boolean lasts() {
        return lasts;
    }

    @Override
    public synchronized Claim claim(WriteIntent intent) {
        List<JournaledWrite> before = writes(intent.incident());
        List<JournaledWrite> same =
                before.stream().filter(write -> write.isSame(intent)).toList();
        for (JournaledWrite write : same) {
            Optional<Claim> objection = write.objection(intent.at());
            if (objection.isPresent()) {
                return objection.get();
            }
        }
        Optional<Claim.Held> reached = before.isEmpty() ? reached(intent) : Optional.empty();
        if (reached.isPresent()) {
            return reached.get();
        }
        Claim.Granted granted = new Claim.Granted(intent, same.size() + 1);
        journal.computeIfAbsent(intent.incident(), id -> new ArrayList<>())
                .add(new JournaledWrite(intent, granted.attempt(), Optional.empty()));
        return granted;
    }

    @Override
    public synchronized void settle(Claim.Granted write, WriteResult result) {
        List<JournaledWrite> writes = journal.getOrDefault(write.intent().incident(), List.of());
        int position = position(writes, write)
                .orElseThrow(() -> new IllegalStateException("the write was never claimed: " + write.intent()));
        writes.set(position, new JournaledWrite(write.intent(), write.attempt(), Optional.of(result)));
    }

    @Override
    public synchronized List<JournaledWrite> writes(String incident) {
        return List.copyOf(journal.getOrDefault(incident, List.of()));
    }

    @Override
    public synchronized void keep(IncidentEntry open) {
        put(open);
    }

    @Override
    public synchronized boolean close(IncidentEntry over) {
        put(over);
        String id = over.incident().id();
        Optional<Closing> before = Optional.ofNullable(closings.get(id));
        Closing told = Closing.of(over, writes(id), before);
        closings.put(id, told);
        return !before.equals(Optional.of(told));
    }

    @Override
    public synchronized void passed(String control, String account, Instant at) {
        passed.merge(new Place(control, account), 1L, Long::sum);
    }

    @Override
    public synchronized Instant announce(String incident, Instant at) {
        return announced.computeIfAbsent(incident, id -> at);
    }

    @Override
    public synchronized Optional<Release> releaseOf(String successor) {
        return Optional.ofNullable(bySuccessor.get(successor));
    }

    @Override
    public synchronized List<IncidentEntry> find(IncidentFilter filter) {
        return entries.values().stream()
                .filter(entry -> isWanted(entry, filter))
                .sorted(Comparator.comparing(IncidentEntry::at).reversed())
                .limit(filter.limit())
                .toList();
    }

    @Override
    public synchronized void each(Span span, Consumer<IncidentEntry> taker) {
        within(span).forEach(taker);
    }

    @Override
    public synchronized void survey(Span span, Consumer<IncidentBrief> taker) {
        within(span)
                .map(entry -> IncidentBrief.of(
                        entry,
                        IncidentBrief.isUnresolved(entry)
                                && byPredecessor.containsKey(entry.incident().id())))
                .forEach(taker);
    }

    @Override
    public synchronized Optional<IncidentEntry> entry(String incident) {
        return Optional.ofNullable(entries.get(incident));
    }

    @Override
    public synchronized List<IncidentEntry> ofEvent(String eventId) {
        return entries.values().stream()
                .filter(entry -> entry.incident().cause().id().equals(eventId))
                .sorted(Comparator.comparing(IncidentEntry::at))
                .toList();
    }

    @Override
    public synchronized List<Transition> transitions(String incident) {
        return List.copyOf(transitions.getOrDefault(incident, List.of()));
    }

    @Override
    public synchronized Optional<Release> released(String predecessor) {
        return Optional.ofNullable(byPredecessor.get(predecessor));
    }

    @Override
    public synchronized Release release(Release leave) {
        Release first = byPredecessor.putIfAbsent(leave.predecessor(), leave);
        if (first != null) {
            return first;
        }
        bySuccessor.put(leave.successor(), leave);
        return leave;
    }

    @Override
    public synchronized void lift(Lift lift) {
        lifts.add(lift);
    }

    @Override
    public synchronized List<Lift> lifts() {
        return List.copyOf(lifts);
    }

    @Override
    public synchronized List<Passed> passed() {
        return passed.entrySet().stream()
                .map(counted ->
                        new Passed(counted.getKey().control(), counted.getKey().account(), counted.getValue()))
                .sorted(Comparator.comparing(Passed::control).thenComparing(Passed::account))
                .toList();
    }

    @Override
    public synchronized void left(String incident, String state, Instant at) {
        left.putIfAbsent(incident, state);
    }

    @Override
    public synchronized Optional<String> left(String incident) {
        return Optional.ofNullable(left.get(incident));
    }

    @Override
    public synchronized Undo begin(Undo undo) {
        Optional<Undo> earlier = undo(undo.incident()).filter(before -> before.stands(undo.at()));
        if (earlier.isEmpty()) {
            undos.put(undo.incident(), undo);
        }
        return earlier.orElse(undo);
    }

    @Override
    public synchronized void end(Undo ended) {
        if (undo(ended.incident()).filter(Undo::isDone).isEmpty()) {
            undos.put(ended.incident(), ended);
        }
    }

    @Override
    public synchronized Optional<Undo> undo(String incident) {
        return Optional.ofNullable(undos.get(incident));
    }

    @Override
    public synchronized Optional<Undo> exempting(String control, ResourceRef target, Instant now) {
        return exempting(now).stream()
                .filter(undo -> undo.control().equals(control) && undo.target().equals(target))
                .reduce((earlier, later) -> later);
    }

    @Override
    public synchronized List<Undo> exempting(Instant now) {
        return undos.values().stream()
                .filter(undo -> undo.exempts(now))
                .sorted(Comparator.comparing(Undo::until))
                .toList();
    }

    @Override
    public synchronized void undelivered(Undelivered more) {
        undelivered.merge(more.destination(), more, Undelivered::and);
    }

    @Override
    public synchronized void delivered(String destination, Instant at) {
        undelivered.computeIfPresent(destination, (text, kept) -> kept.endsAt(at) ? kept.over(at) : kept);
    }

    @Override
    public synchronized List<Undelivered> undelivered() {
        return List.copyOf(undelivered.values());
    }

    private void put(IncidentEntry entry) {
        String id = entry.incident().id();
        entries.put(id, entry);
        transitions.computeIfAbsent(id, any -> new ArrayList<>()).add(Transition.of(entry));
    }

    private Optional<Claim.Held> reached(WriteIntent intent) {
        Stake stake = intent.stake();
        // Counting takes time that grows with the journal, and most rehearsals have no limits.
        return stake.limits().equals(Limits.NONE)
                ? Optional.empty()
                : tally(intent).reached(stake, intent.at());
    }

    private Tally tally(WriteIntent intent) {
        Stake stake = intent.stake();
        List<Lift> liftsOfControl = lifts.stream()
                .filter(lift -> lift.control().equals(stake.control()))
                .toList();
        boolean releasedHere = liftsOfControl.stream()
                .anyMatch(lift -> lift.account().equals(stake.target().account()));
        List<JournaledWrite> firsts = firstWrites();
        List<JournaledWrite> ofControl = firsts.stream()
                .filter(write -> write.intent().stake().control().equals(stake.control()))
                .toList();
        return new Tally(
                firsts.stream()
                        .filter(write -> write.intent().at().plus(HOUR).isAfter(intent.at()))
                        .map(InMemoryLedger::start)
                        .toList(),
                (int) ofControl.stream()
                        .filter(write -> write.intent()
                                .stake()
                                .target()
                                .account()
                                .equals(stake.target().account()))
                        .count(),
                releasedHere,
                failuresInARow(ofControl, liftsOfControl),
                repairs(ofControl, intent));
    }

    private List<JournaledWrite> firstWrites() {
        return journal.values().stream().map(List::getFirst).toList();
    }

    private static Tally.Start start(JournaledWrite write) {
        Stake stake = write.intent().stake();
        return new Tally.Start(
                stake.control(), stake.target().account(), write.intent().at());
    }

    private int failuresInARow(List<JournaledWrite> ofControl, List<Lift> liftsOfControl) {
        Instant lifted = liftsOfControl.stream()
                .map(Lift::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return (int) ofControl.stream()
                .flatMap(write -> Stream.ofNullable(entries.get(write.intent().incident())))
                .filter(entry ->
                        entry.standing() instanceof Standing.Over && entry.at().isAfter(lifted))
                .sorted(Comparator.comparing(IncidentEntry::at).reversed())
                .takeWhile(entry -> entry.state().equals(Outcome.Kind.FAILED.name()))
                .count();
    }

    private int repairs(List<JournaledWrite> ofControl, WriteIntent intent) {
        Instant since = intent.at().minus(intent.stake().limits().flapping().window());
        return (int) ofControl.stream()
                .map(JournaledWrite::intent)
                .filter(first -> first.stake().target().equals(intent.stake().target()))
                .filter(first -> journal.getOrDefault(first.incident(), List.of()).stream()
                        .anyMatch(write -> write.intent().at().isAfter(since) && write.mayHaveTakenEffect()))
                .count();
    }

    private Stream<IncidentEntry> within(Span span) {
        return entries.values().stream()
                .filter(entry -> span.includes(entry.at()))
                .sorted(Comparator.comparing(IncidentEntry::at).reversed());
    }

    private boolean isWanted(IncidentEntry entry, IncidentFilter filter) {
        Instant at = entry.at();
        return filter.from().map(from -> !at.isBefore(from)).orElse(true)
                && filter.to().map(at::isBefore).orElse(true)
                && filter.control().map(entry.incident().control()::equals).orElse(true)
                && filter.account()
                        .map(entry.incident().target().account()::equals)
                        .orElse(true)
                && filter.principal()
                        .map(part -> principal(entry).contains(part.toLowerCase(Locale.ROOT)))
                        .orElse(true)
                && (filter.states().isEmpty() || filter.states().contains(entry.state()))
                && !(filter.unreleased()
                        && byPredecessor.containsKey(entry.incident().id()));
    }

    private static String principal(IncidentEntry entry) {
        return entry.incident().principal().toLowerCase(Locale.ROOT);
    }

    private static OptionalInt position(List<JournaledWrite> writes, Claim.Granted write) {
        return IntStream.range(0, writes.size())
                .filter(i ->
                        writes.get(i).isSame(write.intent()) && writes.get(i).attempt() == write.attempt())
                .findFirst();
    }
}
