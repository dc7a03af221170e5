package dev.overseer.api;

import static dev.overseer.api.AwsAction.action;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControlDescriptorTest {
    private static final EventPattern CREATED = EventPattern.creations("glue", "CreateDevEndpoint");
    private static final EventPattern UPDATED = EventPattern.apiCalls("glue", "UpdateDevEndpoint");

    @Test
    void hasDefaultsForEverythingButItsName() {
        assertThat(ControlDescriptor.control("glue-dev-endpoint", "Endpoints are private")
                        .build())
                .isEqualTo(new ControlDescriptor(
                        "glue-dev-endpoint",
                        "Endpoints are private",
                        Severity.MEDIUM,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Pace.standard(),
                        Duration.ofMinutes(30),
                        Set.of(),
                        Optional.empty(),
                        false));
    }

    @Test
    void collectsPatternsAndActionsAndTakesTheLastOfTheRest() {
        ControlDescriptor descriptor = ControlDescriptor.control("glue-dev-endpoint", "Endpoints are private")
                .on(CREATED)
                .on(UPDATED)
                .reads(action("glue:GetDevEndpoint"))
                .reads(action("glue:GetTags"))
                .writes(action("glue:DeleteDevEndpoint"))
                .restores(action("glue:UpdateDevEndpoint"))
                .severity(Severity.LOW)
                .severity(Severity.CRITICAL)
                .pace(Pace.firstAfter(Duration.ofMinutes(5)).then(Duration.ofMinutes(1)))
                .deadline(Duration.ofHours(1))
                .masks("Arguments")
                .masks("Password", "Token")
                .settings(new Settings("t3.micro"))
                .build();

        assertThat(descriptor.patterns()).containsExactly(CREATED, UPDATED);
        assertThat(descriptor.reads())
                .extracting(AwsAction::name)
                .containsExactly("glue:GetDevEndpoint", "glue:GetTags");
        assertThat(descriptor.writes()).extracting(AwsAction::name).containsExactly("glue:DeleteDevEndpoint");
        assertThat(descriptor.restores()).extracting(AwsAction::name).containsExactly("glue:UpdateDevEndpoint");
        assertThat(descriptor.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(descriptor.pace()).isEqualTo(new Pace(Duration.ofMinutes(5), Duration.ofMinutes(1)));
        assertThat(descriptor.deadline()).isEqualTo(Duration.ofHours(1));
        assertThat(descriptor.masked()).containsExactlyInAnyOrder("Arguments", "Password", "Token");
        assertThat(descriptor.settings()).contains(new Settings("t3.micro"));
    }

    @Test
    void doesNotChangeWithTheListsItIsMadeOf() {
        List<EventPattern> patterns = new ArrayList<>(List.of(CREATED));
        ControlDescriptor descriptor = new ControlDescriptor(
                "job",
                "Jobs",
                Severity.LOW,
                patterns,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Pace.standard(),
                Duration.ZERO,
                Set.of(),
                Optional.empty(),
                false);
        patterns.add(UPDATED);

        assertThat(descriptor.patterns()).containsExactly(CREATED);
    }

    @Test
    void saysWhyThereIsNoRemedyAndThatItWaitsToBeListed() {
        ControlDescriptor descriptor = ControlDescriptor.control("glue-job", "Jobs are encrypted")
                .announceOnly("deleting a job would lose its history")
                .offUnlessListed()
                .build();

        assertThat(descriptor.announceOnly()).contains("deleting a job would lose its history");
        assertThat(descriptor.offUnlessListed()).isTrue();
    }

    @Test
    void keepsEverythingElseWhenItsPatternsOrSettingsAreReplaced() {
        ControlDescriptor descriptor = ControlDescriptor.control("glue-job", "Jobs are encrypted")
                .on(CREATED)
                .announceOnly("no remedy")
                .offUnlessListed()
                .settings(new Settings("t3.micro"))
                .build();

        assertThat(descriptor.withPatterns(List.of(UPDATED)).withPatterns(List.of(CREATED)))
                .isEqualTo(descriptor);
        assertThat(descriptor.withPatterns(List.of(UPDATED)).patterns()).containsExactly(UPDATED);
        assertThat(descriptor.withSettings(new Settings("m5.large")).settings()).contains(new Settings("m5.large"));
        assertThat(descriptor.withSettings(new Settings("m5.large")).withSettings(new Settings("t3.micro")))
                .isEqualTo(descriptor);
    }

    @Test
    void ordersSeverities() {
        assertThat(Severity.values())
                .isSorted()
                .containsExactly(Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);
    }

    private record Settings(String size) {}
}
