package dev.overseer.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.ledger.IncidentBrief;
import dev.overseer.runtime.ledger.IncidentBrief.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is added up of incidents. */
class SurveyTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final String ANN = "arn:aws:iam::123456789012:user/ann";

    private final Survey survey = new Survey(NOW, 5, 3);

    @Test
    void picksTheLatestUnfinishedAndTheLatestOthers() {
        IntStream.range(0, 10).forEach(i -> survey.accept(brief("held" + i, "HELD")));
        IntStream.range(0, 10).forEach(i -> survey.accept(brief("gone" + i, "GONE")));

        assertThat(survey.picked()).containsExactly("held0", "held1", "held2", "gone0", "gone1");
    }

    @Test
    void picksMoreOfTheOnesWhereThereAreFewOfTheOthers() {
        survey.accept(brief("gone", "GONE"));
        IntStream.range(0, 10).forEach(i -> survey.accept(brief("open" + i, "OPEN")));

        assertThat(survey.picked()).containsExactly("open0", "open1", "open2", "open3", "gone");
    }

    @Test
    void whatSomebodyGaveLeaveForWaitsNoMore() {
        survey.accept(brief("held", "HELD"));
        survey.accept(
                new IncidentBrief("released", NOW, "FAILED", "glue-job", "123456789012", ANN, true, Optional.empty()));

        assertThat(survey.all().waiting()).isEqualTo(1);
        assertThat(survey.all().of(Series.FAILED)).isEqualTo(1);
        assertThat(survey.ages(Series.FAILED).size()).isZero();
        assertThat(survey.ages(Series.HELD).size()).isEqualTo(1);
        assertThat(survey.picked()).containsExactly("held", "released");
    }

    @Test
    void aClockThatIsBehindMakesNoTimeNegative() {
        survey.accept(remediated("test1", NOW.plusSeconds(9), ANN));

        assertThat(survey.times().quantile(0.5)).contains(Duration.ZERO);
    }

    @Test
    void tellsAPersonsNameAsItIsWritten() {
        survey.accept(remediated("test1", NOW, ANN));

        assertThat(survey.deleters(1)).containsExactly(new Survey.Deleter(ANN, "test1", 1));
        assertThat(survey.deleters(1).getFirst().writtenLike("arn:aws:iam::123456789012:user/Ann"))
                .isEqualTo("arn:aws:iam::123456789012:user/Ann");
    }

    @Test
    void countsTogetherWhatIsBeyondAllNames() {
        IntStream.range(0, Survey.MOST_NAMES + 2).forEach(i -> survey.accept(remediated("test" + i, NOW, ANN + i)));

        assertThat(survey.deleters(1).getFirst().person()).isEqualTo(Survey.OTHERS);
        assertThat(survey.deleters(1).getFirst().deletions()).isEqualTo(2);
        assertThat(survey.deleters(1).getFirst().writtenLike(ANN)).isEqualTo(Survey.OTHERS);
    }

    @Test
    void aRoleStandsForItsSessionsUnlessTheyAreNamedAfterPeople() {
        assertThat(Person.of("arn:aws:sts::123456789012:assumed-role/Deploy/run-1"))
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/Deploy");
        assertThat(Person.of("arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Dev_0123/ann@example.com"))
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Dev_0123/ann@example.com");
        assertThat(Person.of("arn:aws:sts::123456789012:assumed-role/Deploy"))
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/Deploy");
        assertThat(Person.of(ANN)).isEqualTo(ANN);
        assertThat(Person.of("")).isEmpty();
    }

    private static IncidentBrief brief(String id, String state) {
        return new IncidentBrief(
                id, NOW.minusSeconds(60), state, "glue-job", "123456789012", ANN, false, Optional.empty());
    }

    private static IncidentBrief remediated(String id, Instant caused, String principal) {
        return new IncidentBrief(
                id,
                NOW,
                "REMEDIATED",
                "glue-job",
                "123456789012",
                principal,
                false,
                Optional.of(new Remedy(caused, true)));
    }
}
