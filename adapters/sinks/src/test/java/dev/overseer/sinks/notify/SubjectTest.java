package dev.overseer.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.notice.Message.Digest;
import dev.overseer.runtime.notice.Message.Group;
import dev.overseer.runtime.notice.Message.Single;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SubjectTest {
    @Example
    void namesOutcomeControlAndType() {
        assertThat(Subject.of(Notices.remediated("test1")))
                .isEqualTo("Overseer: REMEDIATED glue-dev-endpoint, AWS::Glue::DevEndpoint");
        assertThat(Subject.of(Notices.announced("test1")))
                .isEqualTo("Overseer: ANNOUNCED glue-dev-endpoint, AWS::Glue::DevEndpoint");
    }

    @Example
    void ofADigestNamesHowManyOfWhichOutcome() {
        assertThat(Subject.of(Notices.storm(1204))).isEqualTo("Overseer: 1,204 incidents: 1 FAILED, 1,203 REMEDIATED");
    }

    @Property(tries = 200)
    void hasNothingOfWhatAnEventSays(@ForAll("names") String name) {
        assertThat(Subject.of(new Single(Notices.hostile(name))))
                .isEqualTo("Overseer: FAILED glue-dev-endpoint, AWS::Glue::DevEndpoint");
    }

    @Property(tries = 200)
    void isOneLineOfAtMost99AsciiCharactersWhateverControlsAreCalled(@ForAll("names") String control) {
        Map<Group, Integer> counts = new HashMap<>();
        for (Kind kind : Kind.values()) {
            counts.put(new Group(control, kind + control), Integer.MAX_VALUE / 10);
        }

        assertThat(Subject.of(new Digest(Notices.NOW, Notices.NOW, counts, List.of())))
                .matches("[ -~]{1,99}")
                .endsWith("...");
    }

    @Provide
    Arbitrary<String> names() {
        return Names.any();
    }
}
