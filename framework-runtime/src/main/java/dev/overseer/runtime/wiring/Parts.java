package dev.overseer.runtime.wiring;

import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.event.EventReader;

/** What a host needs of the runtime. Each is safe for several threads. */
public record Parts(EventReader reader, Intake intake, Engine engine) {}
