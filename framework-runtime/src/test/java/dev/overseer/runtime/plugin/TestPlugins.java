package dev.overseer.runtime.plugin;

import dev.overseer.api.Control;
import dev.overseer.api.RemediationPlugin;
import java.util.List;
import java.util.function.Supplier;

/** Plugins, good and bad. The public ones can be named in a service file. */
public final class TestPlugins {
    private TestPlugins() {}

    static RemediationPlugin glue(Control<?>... controls) {
        return new Glue("glue", () -> List.of(controls));
    }

    static RemediationPlugin s3(Control<?>... controls) {
        return new S3("s3", () -> List.of(controls));
    }

    record Glue(String service, Supplier<List<Control<?>>> lists) implements RemediationPlugin {
        @Override
        public List<Control<?>> controls() {
            return lists.get();
        }
    }

    record S3(String service, Supplier<List<Control<?>>> lists) implements RemediationPlugin {
        @Override
        public List<Control<?>> controls() {
            return lists.get();
        }
    }

    /** Keeps its contract. */
    public static final class Good implements RemediationPlugin {
        @Override
        public String service() {
            return "glue";
        }

        @Override
        public List<Control<?>> controls() {
            return List.of(TestControl.named("good"));
        }
    }

    /** Keeps its contract too. */
    public static final class AlsoGood implements RemediationPlugin {
        @Override
        public String service() {
            return "s3";
        }

        @Override
        public List<Control<?>> controls() {
            return List.of(TestControl.named("also-good"));
        }
    }

    /** Cannot be made. */
    public static final class ThrowsOnConstruction implements RemediationPlugin {
        public ThrowsOnConstruction() {
            throw new IllegalStateException("no configuration file");
        }

        @Override
        public String service() {
            return "broken";
        }

        @Override
        public List<Control<?>> controls() {
            return List.of();
        }
    }

    /** Cannot be initialised. */
    public static final class ThrowsOnLoad implements RemediationPlugin {
        private static final int LIMIT = Integer.parseInt("many");

        @Override
        public String service() {
            return "broken" + LIMIT;
        }

        @Override
        public List<Control<?>> controls() {
            return List.of();
        }
    }

    /** Hides its constructor. */
    public static final class HidesItsConstructor implements RemediationPlugin {
        private HidesItsConstructor() {}

        @Override
        public String service() {
            return "hidden";
        }

        @Override
        public List<Control<?>> controls() {
            return List.of();
        }
    }
}
