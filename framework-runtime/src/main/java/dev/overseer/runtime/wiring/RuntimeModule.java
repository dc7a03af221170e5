package dev.overseer.runtime.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import dev.overseer.runtime.aws.ActionGuard;
import dev.overseer.runtime.aws.AwsClients;
import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.engine.Undoing;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.notice.Announcer;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.time.Clock;

/** Wires the runtime for a host. */
public final class RuntimeModule extends AbstractModule {
    private final Setup setup;

    private RuntimeModule(Setup setup) {
        this.setup = setup;
    }

    /** Wires the runtime. Calls nothing. */
    public static Parts parts(Setup setup) {
        Injector injector = Guice.createInjector(Stage.DEVELOPMENT, new RuntimeModule(setup));
        return new Parts(
                injector.getInstance(EventReader.class),
                injector.getInstance(Intake.class),
                injector.getInstance(Engine.class));
    }

    /** Wires what undoes remediations. Calls nothing. The setup's policy does not bind it, its kill switch does. */
    public static Undoing undoing(Setup setup, LedgerArchive ledger) {
        ActionGuard guard = new ActionGuard(ledger, setup.clock());
        return new Undoing(
                setup.catalog(),
                setup.mandate().killSwitch(),
                new AwsClients(setup.connection(), guard),
                guard,
                ledger,
                setup.clock(),
                setup.schedule());
    }

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().requireExactBindingAnnotations();
        binder().disableCircularProxies();
        bind(PluginCatalog.class).toInstance(setup.catalog());
        bind(Mandate.class).toInstance(setup.mandate());
        bind(AwsConnection.class).toInstance(setup.connection());
        bind(Ledger.class).toInstance(setup.ledger());
        bind(Schedule.class).toInstance(setup.schedule());
        bind(Clock.class).toInstance(setup.clock());
        bind(Installation.class).toInstance(setup.installation());
        bind(Announcer.class).toInstance(setup.announcer());
    }

    @Provides
    @Singleton
    EventRouter router(PluginCatalog catalog) {
        return new EventRouter(catalog.routable());
    }

    @Provides
    @Singleton
    EventReader reader(EventRouter router) {
        return new EventReader(router);
    }

    @Provides
    @Singleton
    ActionGuard guard(Ledger ledger, Clock clock) {
        return new ActionGuard(ledger, clock);
    }

    @Provides
    @Singleton
    AwsClients clients(AwsConnection connection, ActionGuard guard) {
        return new AwsClients(connection, guard);
    }

    @Provides
    @Singleton
    Engine engine(
            PluginCatalog catalog,
            Mandate mandate,
            AwsClients clients,
            ActionGuard guard,
            Ledger ledger,
            Clock clock,
            Schedule schedule,
            Installation installation,
            Announcer announcer) {
        return new Engine(catalog, mandate, clients, guard, ledger, clock, schedule, installation, announcer);
    }

    @Provides
    @Singleton
    Intake intake(EventRouter router, PluginCatalog catalog, Engine engine, Clock clock) {
        return new Intake(router, catalog, engine, clock);
    }
}
