package dev.overseer.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Notifier;
import dev.overseer.runtime.notice.UndeliveredException;
import dev.overseer.testkit.LoopbackAws;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class NotifiersTest {
    private final Aws aws = new Aws();

    @Test
    void areKnownAsTheOperatorNamedThem() {
        assertThat(aws.notifier(Aws.SNS).destination()).isEqualTo("sns " + Aws.TOPIC);
        assertThat(aws.notifier(Aws.SES).destination()).isEqualTo("ses team@example.com, ann@example.com (eu-west-1)");
        assertThat(aws.notifier(Aws.BUS).destination()).isEqualTo("eventbridge tickets");
    }

    @Test
    void sendManyMessagesAndMayBeClosedUnused() {
        aws.notifier(Aws.BUS).close();
        try (Notifier notifier = aws.notifier(Aws.SNS)) {
            notifier.send(Notices.remediated("test1"));
            notifier.send(Notices.remediated("test2"));
        }

        assertThat(aws.fake.calls("Publish")).hasSize(2);
    }

    @Test
    void goWhereTheHostIsUnlessToldOtherwise() {
        System.setProperty("aws.region", "eu-central-1");
        try {
            aws.notifier(new Destination.EventBridge("tickets", Optional.empty()))
                    .send(Notices.remediated("test1"));
        } finally {
            System.clearProperty("aws.region");
        }

        assertThat(aws.call().region()).isEqualTo("eu-central-1");
    }

    static Stream<Arguments> endpoints() {
        return Stream.of(
                Arguments.of(Aws.SNS, "aws.endpointUrlSns", "Publish"),
                Arguments.of(Aws.SES, "aws.endpointUrlSes", "SendEmail"),
                Arguments.of(Aws.BUS, "aws.endpointUrlEventBridge", "PutEvents"));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void findTheirEndpointAsClientsOfTheSdkDo(Destination destination, String property, String operation)
            throws IOException {
        try (LoopbackAws loopback = new LoopbackAws(aws.fake);
                SdkHttpClient http = UrlConnectionHttpClient.create()) {
            System.setProperty(property, loopback.endpoint().toString());
            try (Notifier notifier = new Notifiers(http, Aws.CREDENTIALS).open(destination)) {
                notifier.send(Notices.remediated("test1"));
            }
        } finally {
            System.clearProperty(property);
        }

        assertThat(aws.fake.calls(operation)).hasSize(1);
    }

    @Test
    void sayHowToGetAPackageThatHasTheirClient() throws Exception {
        try (Notifier notifier = notifier(new Without("sns", "eventbridge"), Aws.SNS)) {
            assertThatExceptionOfType(UndeliveredException.class)
                    .isThrownBy(() -> notifier.send(Notices.remediated("test1")))
                    .withMessage(
                            "The topic %s cannot be told by this package, which has no client of SNS. Make it with the configuration that names the destination: overseer package --config FILE"
                                    .formatted(Aws.TOPIC))
                    .matches(fault -> !fault.passing());
        }
    }

    @Test
    void needNoClientButTheirOwn() throws Exception {
        try (Notifier notifier = notifier(new Without("ses", "eventbridge"), Aws.SNS)) {
            notifier.send(Notices.remediated("test1"));
        }
        try (Notifier notifier = notifier(new Without("sns", "eventbridge"), Aws.SES)) {
            notifier.send(Notices.remediated("test1"));
        }
        try (Notifier notifier = notifier(new Without("sns", "ses"), Aws.BUS)) {
            notifier.send(Notices.remediated("test1"));
        }

        assertThat(aws.fake.calls())
                .extracting(call -> call.operation())
                .isEqualTo(List.of("Publish", "SendEmail", "PutEvents"));
    }

    private Notifier notifier(Without clients, Destination destination) throws ReflectiveOperationException {
        Class<?> notifiers = clients.loadClass(Notifiers.class.getName());
        Object opened = notifiers
                .getConstructor(SdkHttpClient.class, AwsCredentialsProvider.class)
                .newInstance(aws.fake.connection().http(), Aws.CREDENTIALS);
        return (Notifier) notifiers.getMethod("open", Destination.class).invoke(opened, destination);
    }

    /** A package that has not every client: loads the notifiers anew, and of the SDK only what is there. */
    private static final class Without extends ClassLoader {
        private final List<String> missing;

        Without(String... services) {
            super(Notifiers.class.getClassLoader());
            missing = Stream.of(services)
                    .map(service -> "software.amazon.awssdk.services." + service + ".")
                    .toList();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (missing.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.overseer.sinks.notify.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? anew(name) : loaded;
            }
        }

        private Class<?> anew(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream bytes = getParent().getResourceAsStream(file)) {
                byte[] content = bytes.readAllBytes();
                return defineClass(name, content, 0, content.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
