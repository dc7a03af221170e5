package dev.overseer.runtime.wiring;

import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.notice.Announcer;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.time.Clock;

/**
 * What differs between hosts; everything else is the runtime's.
 *
 * @param catalog the controls, as the operator wants them
 * @param mandate what they may do
 * @param connection how AWS is reached
 * @param ledger where incidents are kept
 * @param schedule when to look again
 * @param installation what the ledger says it was judged by
 * @param announcer is told what there is to tell of incidents
 */
public record Setup(
        PluginCatalog catalog,
        Mandate mandate,
        AwsConnection connection,
        Ledger ledger,
        Schedule schedule,
        Clock clock,
        Installation installation,
        Announcer announcer) {

    /** Makes a setup in which nobody is told. */
    public Setup(
            PluginCatalog catalog,
            Mandate mandate,
            AwsConnection connection,
            Ledger ledger,
            Schedule schedule,
            Clock clock,
            Installation installation) {
        this(catalog, mandate, connection, ledger, schedule, clock, installation, Announcer.NOBODY);
    }
}
