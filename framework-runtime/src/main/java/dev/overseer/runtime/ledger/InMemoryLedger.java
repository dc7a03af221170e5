package dev.overseer.runtime.ledger;

import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A ledger that lasts as long as its object: for rehearsals and tests, and for runs that keep none. */
public final class InMemoryLedger implements Ledger {
    private final Map<String, List<JournaledWrite>> journal = new HashMap<>();
    private final Map<String, Closing> closings = new HashMap<>();

    /** What makes a later outcome news. */
    private record Closing(int writes, boolean planned) {}

    @Override
    public synchronized Claim claim(WriteIntent intent) {
        List<JournaledWrite> same = writes(intent.incident()).stream()
                .filter(w -> isSame(w, intent))
                .toList();
        for (JournaledWrite before : same) {
            Optional<Claim> objection = objection(before, intent.at());
            if (objection.isPresent()) {
                return objection.get();
            }
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
    public synchronized boolean close(Incident incident, Outcome outcome) {
        int writes = journal.getOrDefault(incident.id(), List.of()).size();
        Closing closing = new Closing(writes, outcome.kind() == Outcome.Kind.PLANNED);
        return !closing.equals(closings.put(incident.id(), closing));
    }

    private static Optional<Claim> objection(JournaledWrite before, Instant now) {
        if (before.result().isEmpty()) {
            Instant sent = before.intent().at();
            boolean crashed = sent.plus(before.intent().patience()).isBefore(now);
            return crashed ? Optional.empty() : Optional.of(new Claim.UnderWay(sent));
        }
        return switch (before.result().get()) {
            case WriteResult.Answered answered ->
                Optional.of(new Claim.AlreadyDone(before.intent().at()));
            case WriteResult.Refused refused -> Optional.empty();
            case WriteResult.Unknown unknown -> Optional.empty();
        };
    }

    private static boolean isSame(JournaledWrite write, WriteIntent intent) {
        return write.intent().action().equals(intent.action())
                && write.intent().request().equals(intent.request());
    }

    private static OptionalInt position(List<JournaledWrite> writes, Claim.Granted write) {
        return IntStream.range(0, writes.size())
                .filter(i ->
                        isSame(writes.get(i), write.intent()) && writes.get(i).attempt() == write.attempt())
                .findFirst();
    }
}
