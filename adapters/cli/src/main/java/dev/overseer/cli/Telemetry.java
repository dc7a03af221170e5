package dev.overseer.cli;

import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a host tells of itself beside its results. Safe for several threads. */
interface Telemetry extends AutoCloseable {

    /** Something was read from the input. */
    void read(Reading reading);

    /** An event opened nothing. */
    void ignored(IgnoredReason reason);

    /** Something could not be read. */
    void unreadable(Reading.Unreadable reading);

    /** A look ended. */
    void looked(Step step);

    /** Tells what is not yet told. Harmless when repeated. */
    @Override
    void close();

    /** Does the same where the process ends, and returns its exit status. */
    default int ending(int status) {
        close();
        return status;
    }

    /** Returns what tells of arrivals before it hands them on. */
    default Consumer<Arrival> hearing(Consumer<Arrival> arrivals) {
        return arrival -> {
            switch (arrival) {
                case Arrival.Ignored(var reason, var event) -> ignored(reason);
                case Arrival.Unreadable(var reading) -> unreadable(reading);
                case Arrival.Opened opened -> {}
                case Arrival.Sweep sweep -> {}
            }
            arrivals.accept(arrival);
        };
    }

    /** Returns looks that are told of. */
    default Function<Incident, Step> watching(Function<Incident, Step> look) {
        return incident -> {
            Step step = look.apply(incident);
            looked(step);
            return step;
        };
    }

    /** Says nothing: what there is to say is in the results. */
    record Silent() implements Telemetry {
        @Override
        public void read(Reading reading) {}

        @Override
        public void ignored(IgnoredReason reason) {}

        @Override
        public void unreadable(Reading.Unreadable reading) {}

        @Override
        public void looked(Step step) {}

        @Override
        public void close() {}
    }
}
