package dev.overseer.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Single;
import dev.overseer.runtime.notice.Notice;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LetterTest {
    private static final Pattern TAG = Pattern.compile("<[^>]*>");

    @Example
    void saysWhatWhoWhyWhatWasDoneAndHowToAskForAnExemption() {
        assertThat(Letter.of(Notices.remediated("test1")).plain())
                .isEqualTo("""
                REMEDIATED: it was put right
                Glue development endpoints are encrypted and private.

                What      AWS::Glue::DevEndpoint, test1
                Where     account 123456789012, region eu-west-1
                Who       arn:aws:sts::123456789012:assumed-role/developer/ann, called CreateDevEndpoint, at 2026-01-15 10:00:00 UTC
                Control   glue-dev-endpoint, severity HIGH
                Incident  %s, REMEDIATED, at 2026-01-15 10:08:00 UTC

                Why:
                - The resource has no security configuration (security-configuration)
                - The resource is in no subnet (subnet)

                What was done:
                - deleted
                - called glue:DeleteDevEndpoint

                To have it left alone, send this to whoever runs Overseer, with a reason and an owner:

                exemptions:
                  - control: "glue-dev-endpoint"
                    resource: "test1"
                    reason: "say why"
                    owner: "you@example.com"
                    until: 2026-02-14
                """.formatted(Notices.incident("test1").id()));
    }

    @Example
    void announcesWhatWillBeDoneAndWhen() {
        assertThat(Letter.of(Notices.announced("test1")).plain())
                .startsWith("ANNOUNCED: it will be put right from 2026-01-15 14:08:00 UTC on\n")
                .contains("The resource is in no subnet (subnet)")
                .contains("- From 2026-01-15 14:08:00 UTC on, call glue:DeleteDevEndpoint\n")
                .contains("exemptions:");
    }

    @Example
    void doesNotNameWhoMadeWhatASweepFound() {
        Message swept =
                new Single(Notices.over(Notices.incident(new Cause.Swept(Notices.NOW), "test1"), Kind.REMEDIATED));

        assertThat(Letter.of(swept).plain())
                .contains("Who       not known, a sweep found it, begun at 2026-01-15 10:08:00 UTC\n");
    }

    @Example
    void offersNoExemptionOfWhatNeedsNone() {
        assertThat(Letter.of(Notices.told("test1", Kind.COMPLIANT)).plain()).doesNotContain("exemptions:");
    }

    @Example
    void addsUpAStorm() {
        assertThat(Letter.of(Notices.storm(1204)).plain())
                .startsWith("""
                        1,204 incidents in one message
                        From 2026-01-15 10:08:00 UTC to 2026-01-15 10:08:59 UTC.

                          glue-dev-endpoint  FAILED          1
                          glue-dev-endpoint  REMEDIATED  1,203

                        The first of them:
                        - FAILED glue-dev-endpoint: AWS::Glue::DevEndpoint storm-0 in 123456789012 eu-west-1, incident %s
                        """.formatted(Notices.incident("storm-0").id()));
        assertThat(Letter.of(Notices.storm(1204)).html())
                .contains("<td>glue-dev-endpoint</td><td>REMEDIATED</td><td class=\"n\">1,203</td>");
    }

    @Example
    void escapesWhatAnEventSays() {
        String html = Letter.of(new Single(Notices.hostile("<script>alert('1')</script>")))
                .html();

        assertThat(html).contains("&lt;script&gt;alert(&#39;1&#39;)&lt;").doesNotContainIgnoringCase("<script");
    }

    @Property(tries = 300)
    void hasTheSameTagsWhateverNamesAreInIt(@ForAll("names") String name) {
        assertThat(tags(Notices.hostile(name))).isEqualTo(tags(Notices.hostile("test1")));
    }

    @Property(tries = 300)
    void hasTheSameLinesAsPlainTextWhateverNamesAreInIt(@ForAll("names") String name) {
        String plain = Letter.of(new Single(Notices.hostile(name))).plain();

        assertThat(plain.lines().count())
                .isEqualTo(Letter.of(new Single(Notices.hostile("test1")))
                        .plain()
                        .lines()
                        .count());
        assertThat(plain.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
        assertThat(plain).hasSizeLessThan(12_000);
    }

    @Provide
    Arbitrary<String> names() {
        return Names.any();
    }

    /** A break where a name has a colon or a slash is no tag that could do anything. */
    private static List<String> tags(Notice notice) {
        return TAG.matcher(Letter.of(new Single(notice)).html())
                .results()
                .map(MatchResult::group)
                .filter(tag -> !tag.equals("<wbr>"))
                .toList();
    }
}
