package dev.overseer.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.wiring.RuntimeModule;
import java.time.Clock;

/** Binds what the command line decides; everything else is the runtime's. */
final class CliModule extends AbstractModule {
    private final PluginCatalog catalog;
    private final Mandate mandate;
    private final AwsConnection connection;
    private final Schedule schedule;
    private final Clock clock;

    private CliModule(
            PluginCatalog catalog, Mandate mandate, AwsConnection connection, Schedule schedule, Clock clock) {
        this.catalog = catalog;
        this.mandate = mandate;
        this.connection = connection;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** What {@code run} needs of the runtime. */
    record Parts(EventReader reader, Intake intake, Engine engine) {}

    /** Wires the runtime. */
    static Parts parts(
            PluginCatalog catalog, Mandate mandate, AwsConnection connection, Schedule schedule, Clock clock) {
        Injector injector = Guice.createInjector(
                Stage.DEVELOPMENT, new RuntimeModule(), new CliModule(catalog, mandate, connection, schedule, clock));
        return new Parts(
                injector.getInstance(EventReader.class),
                injector.getInstance(Intake.class),
                injector.getInstance(Engine.class));
    }

    @Override
    protected void configure() {
        bind(PluginCatalog.class).toInstance(catalog);
        bind(Mandate.class).toInstance(mandate);
        bind(Installation.class).toInstance(Installation.UNKNOWN);
        bind(AwsConnection.class).toInstance(connection);
        bind(Ledger.class).toInstance(new InMemoryLedger());
        bind(Schedule.class).toInstance(schedule);
        bind(Clock.class).toInstance(clock);
    }
}
