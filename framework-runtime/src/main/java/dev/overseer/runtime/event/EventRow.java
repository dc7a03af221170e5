package dev.overseer.runtime.event;

import dev.overseer.api.CloudTrailEvent;

/**
 * The few fields by which an event is listed, as they stand in the record; empty where it has none. Data from outside:
 * escape before printing.
 *
 * @param time the record's {@code eventTime}, unparsed
 * @param principal who called: the ARN, else the invoking service, else the account, else {@code unknown}
 */
public record EventRow(
        String id, String name, String source, String time, String principal, String account, String region) {

    /** Returns the row of an event. */
    public static EventRow of(CloudTrailEvent event) {
        return new EventRow(
                event.id(),
                event.name(),
                event.source(),
                event.time().toString(),
                event.principal(),
                event.account(),
                event.region());
    }
}
