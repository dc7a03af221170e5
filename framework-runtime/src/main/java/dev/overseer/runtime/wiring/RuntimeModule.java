package dev.overseer.runtime.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.overseer.runtime.aws.ActionGuard;
import dev.overseer.runtime.aws.AwsClients;
import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.time.Clock;

/**
 * Wires the runtime. A host binds what differs between hosts: {@link PluginCatalog}, {@link Mandate}, {@link
 * AwsConnection}, {@link Ledger}, {@link Schedule}, {@link Installation} and {@link Clock}.
 */
public final class RuntimeModule extends AbstractModule {
    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().requireExactBindingAnnotations();
        binder().disableCircularProxies();
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
            Installation installation) {
        return new Engine(catalog, mandate, clients, guard, ledger, clock, schedule, installation);
    }

    @Provides
    @Singleton
    Intake intake(EventRouter router, PluginCatalog catalog, Engine engine, Clock clock) {
        return new Intake(router, catalog, engine, clock);
    }
}
