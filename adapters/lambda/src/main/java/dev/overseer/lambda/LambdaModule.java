package dev.overseer.lambda;

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
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.wiring.RuntimeModule;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** Binds what the function decides; everything else is the runtime's. */
final class LambdaModule extends AbstractModule {
    private final PluginCatalog catalog;
    private final Mandate mandate;
    private final AwsConnection connection;
    private final Ledger ledger;
    private final Clock clock;

    private LambdaModule(PluginCatalog catalog, Mandate mandate, AwsConnection connection, Ledger ledger, Clock clock) {
        this.catalog = catalog;
        this.mandate = mandate;
        this.connection = connection;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What an invocation needs of the runtime. */
    record Parts(EventReader reader, Intake intake, Engine engine) {}

    /** Wires the runtime. Calls nothing. */
    static Parts parts(PluginCatalog catalog, Mandate mandate, AwsConnection connection, Ledger ledger, Clock clock) {
        Injector injector = Guice.createInjector(
                Stage.DEVELOPMENT, new RuntimeModule(), new LambdaModule(catalog, mandate, connection, ledger, clock));
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
        bind(Ledger.class).toInstance(ledger);
        // Secure not for secrecy: it reads the system's randomness at every use, so that functions which were restored
        // from one snapshot do not all retry at the same moments
        bind(Schedule.class).toInstance(new Schedule(Optional.empty(), new SecureRandom()));
        bind(Clock.class).toInstance(clock);
    }
}
