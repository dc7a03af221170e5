package dev.overseer.testkit;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
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
import java.time.Clock;

/** Binds what a rehearsal has in place of the world; everything else is the production runtime. */
final class RehearsalModule extends AbstractModule {
    private final Rehearsal rehearsal;

    private RehearsalModule(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    static VirtualHost host(Rehearsal rehearsal, RehearsalListener listener) {
        Injector injector = injector(rehearsal);
        return new VirtualHost(
                rehearsal.clock(),
                rehearsal.aws(),
                injector.getInstance(EventReader.class),
                injector.getInstance(Intake.class),
                injector.getInstance(Engine.class),
                listener);
    }

    static Stage stage(Rehearsal rehearsal) {
        Injector injector = injector(rehearsal);
        return new Stage(
                rehearsal.aws(),
                injector.getInstance(EventReader.class),
                injector.getInstance(Intake.class),
                injector.getInstance(Engine.class));
    }

    private static Injector injector(Rehearsal rehearsal) {
        return Guice.createInjector(
                com.google.inject.Stage.DEVELOPMENT, new RuntimeModule(), new RehearsalModule(rehearsal));
    }

    @Override
    protected void configure() {
        bind(PluginCatalog.class).toInstance(rehearsal.catalog());
        bind(Mandate.class).toInstance(rehearsal.mandate());
        bind(Installation.class).toInstance(Installation.UNKNOWN);
        bind(AwsConnection.class).toInstance(rehearsal.connection());
        bind(Ledger.class).toInstance(rehearsal.ledger());
        bind(Schedule.class).toInstance(rehearsal.schedule());
        bind(Clock.class).toInstance(rehearsal.clock());
    }
}
