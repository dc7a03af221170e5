package dev.overseer.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.overseer.cli.KeptIncident;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.Span;
import dev.overseer.runtime.ledger.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page as people have it: in a browser. */
@Tag("slow")
@Timeout(180)
class ReportInBrowserTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final String HOSTILE = "</script><img src=https://example.com/x onerror=document.title=1>";

    @TempDir
    private Path profile;

    @TempDir
    private Path folder;

    private final InMemoryLedger ledger = new InMemoryLedger();
    private Chromium browser;
    private Incident searched;

    @BeforeEach
    void open() throws IOException {
        Optional<Path> program = Chromium.find();
        assumeTrue(
                program.isPresent(), "There is no chromium and no google-chrome on the PATH: apt-get install chromium");
        IntStream.range(0, 120)
                .forEach(i -> KeptIncident.of("test" + i, NOW.minusSeconds(60L * i))
                        .in(i % 3 == 0 ? "210987654321" : "123456789012")
                        .closedIn(ledger, i % 4 == 0 ? Kind.HELD : Kind.REMEDIATED));
        searched = KeptIncident.of("needle-" + HOSTILE, NOW.minusSeconds(9_000_000))
                .under("control-" + HOSTILE)
                .by("arn:aws:iam::123456789012:user/" + HOSTILE)
                .saying("because of " + HOSTILE)
                .closedIn(ledger, Kind.REMEDIATED);
        browser = new Chromium(program.get(), profile);
        browser.width(1440);
        browser.open(Files.writeString(folder.resolve("report.html"), page()));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void showsIncidentsAndMoreOnDemand() {
        assertThat(text(".count")).isEqualTo("121 incidents");
        assertThat(number("document.querySelectorAll('details').length")).isEqualTo(50);

        browser.evaluate("document.querySelector('.more').click()");
        browser.evaluate("document.querySelector('.more').click()");

        assertThat(number("document.querySelectorAll('details').length")).isEqualTo(121);
        assertThat(browser.evaluate("document.querySelector('.more').hidden").asBoolean())
                .isTrue();
        assertNothingElseHappened();
    }

    @Test
    void filtersAndFindsAnIncident() {
        choose("state", "HELD");
        assertThat(text(".count")).isEqualTo("30 of 121 incidents");
        choose("account", "210987654321");
        assertThat(text(".count")).isEqualTo("10 of 121 incidents");
        choose("state", "");
        choose("account", "");
        choose("control", "control-" + HOSTILE);
        assertThat(text(".count")).isEqualTo("1 of 121 incidents");
        choose("control", "");

        choose("text", "NEEDLE because");

        assertThat(text(".count")).isEqualTo("1 of 121 incidents");
        assertThat(text("summary .who")).isEqualTo("needle-" + HOSTILE + " in 123456789012/eu-west-1");
        assertNothingElseHappened();
    }

    @Test
    void tellsAnIncidentsStory() {
        choose("text", searched.id());

        browser.evaluate("document.querySelector('summary').click()");
        // The story comes with an event of its own, after the click
        browser.evaluate("document.querySelector('details').dispatchEvent(new Event('toggle'))");

        assertThat(text(".story"))
                .contains("caused byarn:aws:iam::123456789012:user/" + HOSTILE)
                .contains(
                        "has no subnet",
                        "called glue:DeleteDevEndpoint: answered (request request-1)",
                        "because of " + HOSTILE);
        assertNothingElseHappened();
    }

    @Test
    void fitsAPhone() {
        browser.width(390);

        assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        browser.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        assertNothingElseHappened();
    }

    @Test
    void isDarkWhereThatIsAskedFor() {
        browser.colours("light");
        assertThat(background()).isEqualTo("rgb(255, 255, 255)");

        browser.colours("dark");

        assertThat(background()).isEqualTo("rgb(20, 23, 27)");
    }

    @Test
    void wouldSeeWhatThePolicyForbids() {
        browser.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://example.com/x.png' }))");
        browser.evaluate("document.body.setAttribute('style', 'color: red')");

        assertThat(browser.errors()).anyMatch(error -> error.contains("Content Security Policy"));
    }

    private void assertNothingElseHappened() {
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(url -> url.startsWith("file:") && url.endsWith("report.html"));
        assertThat(browser.evaluate("document.title").asText()).isEqualTo("Overseer: report");
    }

    private String page() {
        Survey survey = new Survey(NOW, ReportPage.STORIES, ReportPage.UNFINISHED);
        ledger.survey(Span.ALL, survey);
        StoryData stories = new StoryData(ReportPage.ROOM_FOR_STORIES);
        survey.picked().forEach(id -> stories.add(Story.of(ledger.entry(id).orElseThrow(), ledger)));
        ListedExemption exemption = new ListedExemption(
                NOW.plusSeconds(3600),
                Optional.of(HOSTILE),
                "resource " + "x".repeat(190),
                HOSTILE,
                "",
                "overseer.yaml:1:1");
        return new ReportPage(survey, Span.ALL, Map.of(), stories, List.of(exemption), ledger.passed(), NOW).text();
    }

    private void choose(String name, String value) {
        browser.evaluate(
                "(() => { const field = document.querySelector('form').elements['%s']; field.value = %s; field.dispatchEvent(new Event('input', { bubbles: true })); })()"
                        .formatted(name, '"' + value + '"'));
    }

    private String text(String selector) {
        return browser.evaluate("document.querySelector('%s').textContent".formatted(selector))
                .asText();
    }

    private String background() {
        return browser.evaluate("getComputedStyle(document.body).backgroundColor")
                .asText();
    }

    private int number(String script) {
        return browser.evaluate(script).asInt();
    }
}
