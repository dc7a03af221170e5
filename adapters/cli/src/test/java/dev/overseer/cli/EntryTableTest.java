package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.IncidentFilter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names from events are in a spreadsheet. */
class EntryTableTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "=1+1                 | \"'=1+1\"",
                "-2                   | \"'-2\"",
                "+3                   | \"'+3\"",
                "@SUM(A1)             | \"'@SUM(A1)\"",
                "`  =1`               | \"'  =1\"",
                "\uFF1Dcmd            | \"'\uFF1Dcmd\"",
                "say \"hi\", then =1  | \"say \"\"hi\"\", then =1\"",
                "`line\n=1`           | line\\n=1",
                "`\t=1`               | \\t=1"
            })
    void isTextAndNoFormula(String name, String cell) {
        InMemoryLedger ledger = new InMemoryLedger();
        KeptIncident.of(name, Instant.EPOCH).closedIn(ledger, Kind.HELD);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new EntryTable(new PrintStream(out, true, StandardCharsets.UTF_8)).csv(ledger.find(IncidentFilter.latest(1)));

        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList().get(1))
                .contains(",AWS::Glue::DevEndpoint," + cell + ",");
    }
}
