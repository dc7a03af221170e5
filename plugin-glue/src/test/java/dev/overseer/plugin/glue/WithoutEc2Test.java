package dev.overseer.plugin.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.api.Check;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.RemediationPlugin;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.model.DevEndpoint;

/** The plugin as a package for Glue alone has it: without the SDK's client for EC2. */
class WithoutEc2Test {

    @Test
    void hasTheSameControlsAndChecks() throws Exception {
        try (URLClassLoader loader = new NoEc2()) {
            assertThat(plugin(loader).controls())
                    .extracting(control -> control.descriptor().id())
                    .isEqualTo(new GluePlugin()
                            .controls().stream()
                                    .map(control -> control.descriptor().id())
                                    .toList());
            assertThat(endpoints(loader).checks())
                    .extracting(Check::id)
                    .isEqualTo(new DevEndpointControl()
                            .checks().stream().map(Check::id).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"security-groups-closed", "subnet-private"})
    void aCheckOfTheNetworkSaysWhatIsMissingAndIsNoFinding(String id) throws Exception {
        DevEndpoint endpoint = DevEndpoint.builder()
                .securityGroupIds("sg-0123456789abcdef0")
                .subnetId("subnet-0123456789abcdef0")
                .build();
        ControlContext context = OwnContext.of(new Scene(), "AWS::Glue::DevEndpoint", "test1");

        try (URLClassLoader loader = new NoEc2()) {
            Check<DevEndpoint> check = endpoints(loader).checks().stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow();

            assertThatThrownBy(() -> check.inspect(endpoint, context))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("overseer package --plugin glue --plugin ec2");
        }
    }

    private static RemediationPlugin plugin(ClassLoader loader) throws ReflectiveOperationException {
        return (RemediationPlugin)
                loader.loadClass(GluePlugin.class.getName()).getConstructor().newInstance();
    }

    @SuppressWarnings("unchecked")
    private static Control<DevEndpoint> endpoints(ClassLoader loader) throws ReflectiveOperationException {
        return (Control<DevEndpoint>) plugin(loader).controls().getFirst();
    }

    /** Loads the plugin anew, and everything else from where the test is from, but for EC2. */
    private static final class NoEc2 extends URLClassLoader {
        NoEc2() {
            super(classPath(), WithoutEc2Test.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("software.amazon.awssdk.services.ec2.")) {
                throw new ClassNotFoundException(name);
            }
            if (name.startsWith(GluePlugin.class.getPackageName() + ".")) {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded == null ? findClass(name) : loaded;
                }
            }
            return super.loadClass(name, resolve);
        }

        private static URL[] classPath() {
            List<String> paths =
                    Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
            return paths.stream().map(Path::of).map(NoEc2::url).toArray(URL[]::new);
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
