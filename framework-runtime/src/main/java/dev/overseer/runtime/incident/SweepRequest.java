package dev.overseer.runtime.incident;

import dev.overseer.api.ResourceRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a sweep: a look at all existing resources of one control in one account and region. Names a place, never a
 * resource to be looked at.
 *
 * @param control the id
 * @param account twelve digits; empty for each account that the host works in
 * @param region such as {@code eu-west-1}; empty for each region that the host works in
 * @param after the id of the resource up to which the sweep has come; empty if it is to begin
 * @param startedAt when the sweep began, in whole milliseconds
 * @param retries how often in a row AWS has not answered
 */
public record SweepRequest(
        String control,
        Optional<String> account,
        Optional<String> region,
        Optional<String> after,
        Instant startedAt,
        int retries) {
    public SweepRequest {
        startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Asks for a sweep of one place from its start. */
    public static SweepRequest of(String control, String account, String region, Instant startedAt) {
        return new SweepRequest(control, Optional.of(account), Optional.of(region), Optional.empty(), startedAt, 0);
    }

    /** Returns whether it names one account and one region. */
    public boolean isOnePlace() {
        return account.isPresent() && region.isPresent();
    }

    /**
     * Returns what stands for all resources of the place.
     *
     * @throws java.util.NoSuchElementException if it is not {@linkplain #isOnePlace one place}
     */
    public ResourceRef place() {
        return ResourceRef.of(account.orElseThrow(), region.orElseThrow(), "", "*");
    }

    /** Returns a request for each place, where this one leaves open which. */
    public List<SweepRequest> inEach(List<String> accounts, List<String> regions) {
        return account.map(List::of).orElse(accounts).stream()
                .flatMap(id -> region.map(List::of).orElse(regions).stream()
                        .map(name -> new SweepRequest(
                                control, Optional.of(id), Optional.of(name), after, startedAt, retries)))
                .toList();
    }

    /** Returns the same sweep, further on. */
    public SweepRequest goingOn(Optional<String> reached, int newRetries) {
        return new SweepRequest(control, account, region, reached, startedAt, newRetries);
    }

    @Override
    public String toString() {
        return "%s in %s/%s".formatted(control, account.orElse("each account"), region.orElse("each region"));
    }
}
