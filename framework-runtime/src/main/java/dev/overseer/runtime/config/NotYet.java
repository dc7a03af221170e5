package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Notifications: who writes them down relies on them, so they are refused rather than passed over. */
record NotYet() implements Shape<Object> {
    @Override
    public Optional<Object> read(Place place) {
        place.problem("has no effect: this version notifies nobody. Remove it");
        return Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode nothing = Schemas.any();
        nothing.putObject("not");
        return nothing;
    }
}
