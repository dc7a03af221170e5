package dev.overseer.runtime.plugin;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.runtime.plugin.TestControl.ENDPOINT;
import static dev.overseer.runtime.plugin.TestControl.bare;
import static dev.overseer.runtime.plugin.TestControl.descriptor;
import static dev.overseer.runtime.plugin.TestControl.named;
import static dev.overseer.runtime.plugin.TestControl.withoutRemedy;
import static dev.overseer.runtime.plugin.TestPlugins.glue;
import static dev.overseer.runtime.plugin.TestPlugins.s3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.AwsAction;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Pace;
import dev.overseer.api.Progress;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginCatalogTest {
    private static final String GLUE = TestPlugins.Glue.class.getName();
    private static final String S3 = TestPlugins.S3.class.getName();

    @Test
    void listsHealthyControlsById() {
        PluginCatalog catalog = PluginCatalog.of(List.of(s3(named("s3-bucket")), glue(named("job"), named("crawler"))));

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.controls()).extracting(RegisteredControl::id).containsExactly("crawler", "job", "s3-bucket");
        assertThat(catalog.find("s3-bucket"))
                .get()
                .extracting(RegisteredControl::service)
                .isEqualTo("s3");
        assertThat(catalog.find("unknown")).isEmpty();
        assertThat(catalog.quarantined("unknown")).isFalse();
        assertThat(catalog.quarantined("job")).isFalse();
        assertThat(catalog.incomplete()).isFalse();
        assertThat(catalog.routable()).extracting(ControlDescriptor::id).containsExactly("crawler", "job", "s3-bucket");
    }

    @Test
    void asksForDescriptorAndChecksOnce() {
        AtomicInteger descriptors = new AtomicInteger();
        AtomicInteger checks = new AtomicInteger();
        TestControl sane = named("job");
        TestControl counting = new TestControl(
                () -> {
                    descriptors.incrementAndGet();
                    return sane.descriptor();
                },
                () -> {
                    checks.incrementAndGet();
                    return sane.checks();
                });

        PluginCatalog catalog = PluginCatalog.of(List.of(glue(counting)));
        catalog.find("job").orElseThrow();
        catalog.routable();

        assertThat(descriptors).hasValue(1);
        assertThat(checks).hasValue(1);
    }

    @Test
    void findsPluginsBehindBrokenOnes(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(RemediationPlugin.class.getName()), """
                com.example.Missing
                dev.overseer.runtime.plugin.TestPlugins
                dev.overseer.runtime.plugin.TestPlugins$ThrowsOnConstruction
                dev.overseer.runtime.plugin.TestPlugins$Good
                dev.overseer.runtime.plugin.TestPlugins$ThrowsOnLoad
                dev.overseer.runtime.plugin.TestPlugins$HidesItsConstructor
                dev.overseer.runtime.plugin.TestPlugins$AlsoGood
                """);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            PluginCatalog catalog = PluginCatalog.load(loader);

            assertThat(catalog.controls()).extracting(RegisteredControl::id).containsExactly("also-good", "good");
            assertThat(catalog.incomplete()).isTrue();
            assertThat(catalog.problems())
                    .extracting(PluginProblem::plugin)
                    .containsExactly(
                            "com.example.Missing",
                            TestPlugins.class.getName(),
                            TestPlugins.HidesItsConstructor.class.getName(),
                            TestPlugins.ThrowsOnConstruction.class.getName(),
                            TestPlugins.ThrowsOnLoad.class.getName());
            assertThat(messages(catalog))
                    .anySatisfy(message -> assertThat(message)
                            .contains("ThrowsOnConstruction cannot be loaded", "no configuration file"))
                    .anySatisfy(message -> assertThat(message).contains("ThrowsOnLoad", "\"many\""));
        }
    }

    @Test
    void readsTheNextServiceFileWhenOneIsMalformed(@TempDir Path broken, @TempDir Path sound) throws IOException {
        String file = "META-INF/services/" + RemediationPlugin.class.getName();
        Files.createDirectories(broken.resolve("META-INF/services"));
        Files.createDirectories(sound.resolve("META-INF/services"));
        Files.writeString(broken.resolve(file), "not a class name");
        Files.writeString(sound.resolve(file), TestPlugins.Good.class.getName());
        URL[] path = {broken.toUri().toURL(), sound.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
            PluginCatalog catalog = PluginCatalog.load(loader);

            assertThat(catalog.find("good")).isPresent();
            assertThat(catalog.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.plugin()).isEqualTo(file);
                assertThat(problem.message()).contains("Illegal configuration-file syntax");
            });
        }
    }

    @Test
    void endsWhenServiceFilesCannotBeLocatedAtAll() {
        ClassLoader unreadable = new ClassLoader(null) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("disk gone");
            }
        };

        assertThat(messages(PluginCatalog.load(unreadable)))
                .allSatisfy(message -> assertThat(message).contains("disk gone"));
    }

    @Test
    void refusesBothPluginsThatClaimAService() {
        PluginCatalog catalog = PluginCatalog.of(
                List.of(glue(named("job")), new TestPlugins.S3("glue", () -> List.of(named("crawler")))));

        assertThat(catalog.controls()).isEmpty();
        assertThat(catalog.problems()).extracting(PluginProblem::plugin).containsExactly(GLUE, S3);
        assertThat(messages(catalog))
                .containsOnly(
                        "Service \"glue\" is claimed by the plugins %s and %s. Remove one, or correct its service()."
                                .formatted(GLUE, S3));
        assertThat(catalog.routable()).extracting(ControlDescriptor::id).containsExactly("crawler", "job");
        assertThat(catalog.incomplete()).isFalse();
    }

    @Test
    void quarantinesAllClaimantsOfAControlIdAndRoutesTheEventsOfBoth() {
        EventPattern buckets = EventPattern.creations("s3", "CreateBucket");
        TestControl other = TestControl.of(
                bare("job").on(buckets).reads(action("s3:GetBucketAcl").onAnyResource("a test")));
        PluginCatalog catalog = PluginCatalog.of(List.of(glue(named("job"), named("crawler")), s3(other)));

        assertThat(catalog.find("job")).isEmpty();
        assertThat(catalog.quarantined("job")).isTrue();
        assertThat(catalog.find("crawler")).isPresent();
        assertThat(messages(catalog))
                .hasSize(2)
                .containsOnly("Control id \"job\" is claimed by the plugins %s and %s. Rename one of the controls."
                        .formatted(GLUE, S3));
        assertThat(catalog.routable()).extracting(ControlDescriptor::id).containsExactly("crawler", "job");
        assertThat(catalog.routable().getLast().patterns())
                .containsExactly(EventPattern.creations("glue", "CreateDevEndpoint"), buckets);
    }

    @Test
    void quarantinesBothControlsWhereOnePluginUsesAnIdTwice() {
        PluginCatalog catalog = PluginCatalog.of(List.of(glue(named("job"), named("job"))));

        assertThat(catalog.controls()).isEmpty();
        assertThat(catalog.problems())
                .singleElement()
                .extracting(PluginProblem::control)
                .isEqualTo(Optional.of("job"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Glue", "", "1glue", "glue_1", "-glue", "glue "})
    void refusesAServiceThatIsNotNamedAsIamDoes(String service) {
        PluginCatalog catalog =
                PluginCatalog.of(List.of(new TestPlugins.Glue(service, () -> List.of(named("job"))), s3(named("ok"))));

        assertThat(messages(catalog))
                .containsExactly(
                        "Plugin %s names its service \"%s\". Use lower-case letters, digits and hyphens, such as \"glue\"."
                                .formatted(GLUE, service));
        assertThat(catalog.controls()).extracting(RegisteredControl::id).containsExactly("ok");
        assertThat(catalog.quarantined("job")).isTrue();
    }

    @Test
    void leavesAPluginThatThrowsOutAlone() {
        PluginCatalog catalog = PluginCatalog.of(List.of(
                new TestPlugins.Glue("glue", () -> {
                    throw new NoClassDefFoundError("software/amazon/awssdk/services/glue/GlueClient");
                }),
                s3(named("bucket"))));

        assertThat(catalog.controls()).extracting(RegisteredControl::id).containsExactly("bucket");
        assertThat(catalog.incomplete()).isTrue();
        assertThat(messages(catalog))
                .singleElement()
                .asString()
                .startsWith(
                        "Plugin " + GLUE + " throws from controls(): java.lang.NoClassDefFoundError: software/amazon");
    }

    @Test
    void leavesAPluginWithoutControlsOrWithANullOut() {
        PluginCatalog catalog = PluginCatalog.of(List.of(
                glue(), new TestPlugins.S3("s3", () -> new ArrayList<>(Arrays.asList(named("bucket"), null)))));

        assertThat(messages(catalog))
                .containsExactly(
                        "Plugin " + GLUE + " has no controls. Return at least one from controls().",
                        "Plugin " + S3 + " returns a null among its controls(). Remove it.");
        assertThat(catalog.quarantined("bucket")).isTrue();
    }

    @Test
    void leavesAControlWhoseDescriptorThrowsOutAlone() {
        TestControl throwing = new TestControl(
                () -> {
                    throw new IllegalStateException("boom");
                },
                List::of);
        PluginCatalog catalog = PluginCatalog.of(List.of(glue(throwing, named("job"))));

        assertThat(catalog.controls()).extracting(RegisteredControl::id).containsExactly("job");
        assertThat(catalog.incomplete()).isTrue();
        assertThat(catalog.problems())
                .containsExactly(new PluginProblem(
                        GLUE,
                        Optional.of(TestControl.class.getName()),
                        "Control %s throws from descriptor(): java.lang.IllegalStateException: boom. Return a fixed answer."
                                .formatted(TestControl.class.getName())));
    }

    @Test
    void recognisesTheEventsOfAControlWhoseChecksThrow() {
        TestControl throwing = new TestControl(() -> descriptor("job").build(), () -> {
            throw new IllegalStateException("boom");
        });
        PluginCatalog catalog = PluginCatalog.of(List.of(glue(throwing)));

        assertThat(catalog.quarantined("job")).isTrue();
        assertThat(catalog.incomplete()).isFalse();
        assertThat(catalog.routable()).containsExactly(descriptor("job").build());
    }

    @Test
    void tellsAllProblemsOfAllPluginsAtOnceInAStableOrder() {
        RemediationPlugin one =
                glue(TestControl.of(bare("Bad").reads(action("glue:Get*").on("*"))), named("job"));
        RemediationPlugin two = new TestPlugins.S3("S3", () -> List.of(TestControl.of(bare("none"), List.of())));

        PluginCatalog catalog = PluginCatalog.of(List.of(two, one));

        assertThat(catalog.problems())
                .isEqualTo(PluginCatalog.of(List.of(one, two)).problems());
        assertThat(messages(catalog))
                .containsExactly(
                        "Control Bad is not named in kebab case of at most 50 characters. Name it like \"glue-dev-endpoint\".",
                        "Control Bad has no event pattern. Add on(EventPattern.creations(…)) or another.",
                        "Control Bad declares the action \"glue:Get*\". Name one action as IAM does, without wildcards, such as \"glue:GetDevEndpoint\".",
                        "Plugin " + S3
                                + " names its service \"S3\". Use lower-case letters, digits and hyphens, such as \"glue\".",
                        "Control none has no event pattern. Add on(EventPattern.creations(…)) or another.",
                        "Control none declares no read, and so cannot look at its resource. Add reads(action(\"…\").on(\"…\")).",
                        "Control none has no check. Return at least one from checks().");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Job", "", "job-", "-job", "a--b", "1job", "job_1", "job 1", "jöb"})
    void refusesAControlIdThatIsNotKebabCase(String id) {
        assertThat(problemsOf(named(id))).singleElement().asString().contains("is not named in kebab case");
    }

    @Test
    void refusesAControlIdTooLongForTheNameOfARule() {
        assertThat(problemsOf(named("j".repeat(50)))).isEmpty();
        assertThat(problemsOf(named("j".repeat(51)))).singleElement().asString().contains("at most 50 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Jobs are encrypted."})
    void refusesATitleThatIsNoSentenceWithoutFullStop(String title) {
        ControlDescriptor.Builder descriptor = ControlDescriptor.control("job", title)
                .on(EventPattern.apiCalls("glue", "CreateJob"))
                .reads(action("glue:GetJob").onAnyResource("a test"))
                .announceOnly("a test");

        assertThat(problemsOf(TestControl.of(descriptor)))
                .containsExactly(
                        "Control job has the title \"%s\". Say which rule it upholds, as a sentence without a full stop."
                                .formatted(title));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "null",
                "{\"source\": \"aws.glue\"}",
                "{\"source\": []}",
                "{\"source\": [\"aws.glue\"]",
                "{\"source\": [\"aws.glue\"]} trailing",
                "{\"source\": [\"aws.glue\"], \"detail\": {\"eventName\": [{\"prefixx\": \"Create\"}]}}"
            })
    void refusesAPatternThatIsNotValid(String json) {
        assertThat(problemsOf(withPattern(json)))
                .singleElement()
                .asString()
                .startsWith("Control job has an event pattern that is not valid: ")
                .endsWith(json);
    }

    @Test
    void isIncompleteWhereAPatternCannotBeUnderstood() {
        PluginCatalog catalog = PluginCatalog.of(List.of(glue(withPattern("{\"source\": [\"aws.glue\"]"))));

        assertThat(catalog.incomplete()).isTrue();
        assertThat(catalog.routable()).isEmpty();
        assertThat(catalog.quarantined("job")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail-type\": [\"AWS API Call via CloudTrail\"]}",
                "{\"source\": [\"my.app\"]}",
                "{\"source\": [\"aws.glue\", \"my.app\"]}",
                "{\"source\": [\"awsx\"]}",
                "{\"source\": [{\"prefix\": \"aws.\"}]}",
                "{\"source\": [{\"anything-but\": \"aws.glue\"}]}",
                "{\"source\": [{\"exists\": false}]}",
                "{\"source\": {\"name\": [\"aws.glue\"]}}",
                "{\"source\": [null]}",
                "{\"$or\": [{\"source\": [\"aws.glue\"]}, {\"detail\": {\"eventName\": [\"CreateJob\"]}}]}"
            })
    void refusesAPatternThatForgedEventsCouldMatchButRecognisesItsEvents(String json) {
        PluginCatalog catalog = PluginCatalog.of(List.of(glue(withPattern(json))));

        assertThat(messages(catalog))
                .singleElement()
                .asString()
                .startsWith("Control job has an event pattern that forged events could match.");
        assertThat(catalog.quarantined("job")).isTrue();
        assertThat(catalog.routable())
                .extracting(ControlDescriptor::patterns)
                .containsExactly(List.of(EventPattern.ofJson(json)));
        assertThat(catalog.incomplete()).isFalse();
    }

    @Test
    void refusesTheSourceOfACloudTrailRecordInPlaceOfTheService() {
        String json = EventPattern.creations("glue.amazonaws.com", "CreateJob").json();

        assertThat(messages(PluginCatalog.of(List.of(glue(withPattern(json))))))
                .singleElement()
                .asString()
                .startsWith("Control job has an event pattern of a source that no event has.")
                .contains("take \"sqs\" for \"sqs.amazonaws.com\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\": [\"aws.glue\"], \"source\": [\"my.app\"]}",
                "{\"source\": [\"aws.glue\"], \"$or\": [{\"source\": [\"my.app\"]}, {\"detail\": {\"eventName\": [\"CreateJob\"]}}]}"
            })
    void refusesAPatternThatReplacesItsSource(String json) {
        assertThat(problemsOf(withPattern(json))).isNotEmpty();
    }

    @Test
    void takesAPatternOf2048CharactersAndNoLongerOne() {
        String json = "{\"source\": [\"aws.glue\"], \"detail\": {\"eventName\": [\"%s\"]}}";
        String longest = json.formatted("C".repeat(2_048 - json.length() + 2));

        assertThat(longest).hasSize(2_048);
        assertThat(problemsOf(withPattern(longest))).isEmpty();
        assertThat(problemsOf(withPattern(longest + " ")))
                .singleElement()
                .asString()
                .contains("2,049 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"glue:*", "*", "glue", "GetJob", "glue:getJob", "Glue:GetJob", "glue:Get?ob", "glue: GetJob", ""
            })
    void refusesAnActionThatIsNotOneAction(String name) {
        assertThat(problemsOf(
                        TestControl.of(descriptor("job").reads(action(name).on(ENDPOINT)))))
                .singleElement()
                .asString()
                .startsWith("Control job declares the action \"" + name + "\".");
    }

    @Test
    void refusesAnActionThatIsGrantedOnNothing() {
        assertThat(problemsOf(TestControl.of(descriptor("job").reads(action("glue:GetJob")))))
                .containsExactly(
                        "Control job does not say what glue:GetJob is granted on. Add on(\"arn:{partition}:…\") or onAnyResource(\"why\").");
        assertThat(problemsOf(TestControl.of(
                        descriptor("job").reads(action("glue:GetJob").onAnyResource(" ")))))
                .containsExactly(
                        "Control job grants glue:GetJob on any resource without a reason. Say why in onAnyResource(…).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "arn:aws:glue:{region}:{account}:job/{id}",
                "arn:{partition}:glue:{region}:{account}:job/{name}",
                "arn:{partition}:glue:{region}:{account}:job/${aws:username}",
                "arn:{partition}:glue:{region:{account}:job/{id}"
            })
    void refusesAnArnThatCannotBeFilledIn(String arn) {
        assertThat(problemsOf(TestControl.of(
                        descriptor("job").reads(action("glue:GetJob").on(arn)))))
                .singleElement()
                .asString()
                .startsWith("Control job grants glue:GetJob on \"" + arn + "\"");
    }

    @Test
    void refusesAnOperationThatNoSdkHas() {
        AwsAction list = action("s3:ListBucket").on("arn:{partition}:s3:::{id}").calledAs("list objects");

        assertThat(problemsOf(TestControl.of(descriptor("job").reads(list))))
                .containsExactly(
                        "Control job declares s3:ListBucket as called by \"list objects\". Name the SDK's operation, such as calledAs(\"ListObjectsV2\").");
    }

    @Test
    void refusesAnActionThatBothReadsAndWrites() {
        String both =
                "Control job declares %s both as a read and as a write. Keep it in writes(…) or restores(…), so that a dry run stops before it.";

        assertThat(problemsOf(TestControl.of(
                        descriptor("job").reads(action("glue:DeleteDevEndpoint").on(ENDPOINT)))))
                .containsExactly(both.formatted("glue:DeleteDevEndpoint"));
        assertThat(problemsOf(TestControl.of(descriptor("job")
                        .writes(action("glue:Other").on(ENDPOINT).calledAs("GetDevEndpoint")))))
                .containsExactly(both.formatted("glue:Other"));
    }

    @Test
    void refusesAControlThatNeitherWritesNorSaysWhyItHasNoRemedy() {
        AwsAction read = action("glue:GetDevEndpoint").on(ENDPOINT);
        EventPattern created = EventPattern.creations("glue", "CreateDevEndpoint");

        assertThat(problemsOf(TestControl.of(withoutRemedy("job").on(created).reads(read))))
                .containsExactly(
                        "Control job declares no write. Add writes(action(\"…\").on(\"…\")), or announceOnly(\"why\") if there is no remedy.");
        assertThat(problemsOf(TestControl.of(descriptor("job").announceOnly("why"))))
                .containsExactly(
                        "Control job declares writes, and that it only announces. Remove writes(…) and restores(…), or announceOnly(…).");
        assertThat(problemsOf(TestControl.of(
                        withoutRemedy("job").on(created).reads(read).announceOnly(" "))))
                .containsExactly("Control job does not say why it has no remedy. Say it in announceOnly(…).");
        assertThat(problemsOf(TestControl.of(bare("job").on(created).reads(read))))
                .isEmpty();
    }

    @Test
    void asksTheChecksThatAreOnByDefaultOrSwitchedOn() {
        Check<String> subnet = Check.require("subnet", Boolean::parseBoolean, "has no subnet");
        Check<String> added = Check.<String>require("added-later", Boolean::parseBoolean, "is new")
                .offByDefault();
        PluginCatalog catalog =
                PluginCatalog.of(List.of(glue(TestControl.of(descriptor("job"), List.of(subnet, added)))));

        assertThat(catalog.find("job").orElseThrow().checks())
                .extracting(Check::id)
                .containsExactly("subnet", "added-later");
        assertThat(catalog.find("job").orElseThrow().switchedOn())
                .extracting(Check::id)
                .containsExactly("subnet");
    }

    @Test
    void tellsWhichControlsWaitToBeListed() {
        PluginCatalog catalog = PluginCatalog.of(
                List.of(glue(named("job"), TestControl.of(descriptor("crawler").offUnlessListed()))));

        assertThat(catalog.offUnlessListed()).containsExactly("crawler");
    }

    @Test
    void refusesTimesThatCannotBeKept() {
        assertThat(problemsOf(TestControl.of(descriptor("job")
                        .deadline(Duration.ZERO)
                        .pace(new Pace(Duration.ofSeconds(-1), Duration.ZERO)))))
                .containsExactly(
                        "Control job has a first pace of PT-1S. Make it longer than nothing.",
                        "Control job has a pace of PT0S. Make it longer than nothing.",
                        "Control job has a deadline of PT0S. Make it longer than nothing.");
        assertThat(problemsOf(TestControl.of(descriptor("job")
                        .deadline(Duration.ofMinutes(5))
                        .pace(Pace.firstAfter(Duration.ofMinutes(6))))))
                .containsExactly(
                        "Control job looks again after PT6M, when its deadline of PT5M is over. Shorten the pace or extend the deadline.");
    }

    @Test
    void refusesChecksThatOperatorsCannotName() {
        List<Check<String>> checks = Stream.of("subnet", "Subnet", "subnet")
                .map(id -> Check.<String>require(id, String::isEmpty, "is wrong"))
                .toList();

        assertThat(problemsOf(TestControl.of(descriptor("job"), checks)))
                .containsExactly(
                        "Control job has a check \"Subnet\". Name it in kebab case, such as \"public-keys\".",
                        "Control job has two checks \"subnet\". Rename one.");
    }

    @Test
    void refusesANullAmongTheChecks() {
        assertThat(problemsOf(TestControl.of(descriptor("job"), Arrays.asList((Check<String>) null))))
                .containsExactly("Control job returns a null among its checks(). Remove it.");
    }

    @Test
    void refusesADescriptorWithNullParts() {
        assertThat(problemsOf(TestControl.of(descriptor("job").severity(null))))
                .singleElement()
                .asString()
                .startsWith("Control job leaves a part of its descriptor null: ");
        assertThat(problemsOf(TestControl.of(descriptor("job").on(EventPattern.ofJson(null)))))
                .singleElement()
                .asString()
                .startsWith("Control job leaves a part of its descriptor null: ");
        assertThat(problemsOf(named(null))).singleElement().asString().contains("has no id");
    }

    @Test
    void refusesAControlThatKeepsState() {
        assertThat(problemsOf(new Counting()))
                .containsExactly(
                        "Control counting keeps state in the field looks of %s. Make it final, or pass what it holds on in a checkpoint."
                                .formatted(Counting.class.getName()));
    }

    private static final class Counting implements Control<String> {
        private int looks;

        @Override
        public ControlDescriptor descriptor() {
            return TestControl.descriptor("counting").build();
        }

        @Override
        public List<ResourceRef> targets(CloudTrailEvent event) {
            return List.of();
        }

        @Override
        public Optional<String> read(ControlContext context) {
            looks++;
            return Optional.of("look " + looks);
        }

        @Override
        public List<Check<String>> checks() {
            return List.of(Check.require("looked-at", String::isEmpty, "was looked at"));
        }

        @Override
        public Progress remediate(String resource, List<Finding> findings, ControlContext context) {
            return Progress.done(resource);
        }
    }

    private static TestControl withPattern(String json) {
        return TestControl.of(bare("job")
                .on(EventPattern.ofJson(json))
                .reads(action("glue:GetJob").onAnyResource("a test")));
    }

    private static List<String> problemsOf(Control<?> control) {
        return messages(PluginCatalog.of(List.of(glue(control))));
    }

    private static List<String> messages(PluginCatalog catalog) {
        return catalog.problems().stream().map(PluginProblem::message).toList();
    }
}
