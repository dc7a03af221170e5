package dev.overseer.runtime.engine;

import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.incident.Incident;
import java.util.List;
import java.util.Optional;

/**
 * What an event opened.
 *
 * @param ignored why a control that the event is for opened nothing: always there if there is no incident and no problem,
 *     and beside these only if another control is quarantined, whose event must not be lost
 * @param problem what makes the event unreadable for a control, if anything does; others may have opened incidents
 */
public record Opening(List<Incident> incidents, Optional<IgnoredReason> ignored, Optional<String> problem) {
    public Opening {
        incidents = List.copyOf(incidents);
    }
}
