package dev.overseer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Judgement.Verdict;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.testkit.Fixture;
import dev.overseer.testkit.Fixture.Expected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes fixtures for the tests of plugins. */
@Command(
        name = "fixture",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Turns recorded events into fixtures for the tests of a plugin: without accounts, people, keys and"
                        + " addresses, and with the outcome that is expected. For an incident that is the ledger's; for a file what"
                        + " the events alone say. Look through what it prints: names of resources stay.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer fixture mfrggzdfmztwq2lknnwg23tpoa > src/test/resources/fixtures/open-endpoint.json",
            "  overseer fixture event.json"
        })
final class FixtureCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final JsonMapper JSON = new JsonMapper();

    private final Terminal terminal;

    @Parameters(
            paramLabel = "INCIDENT|FILE",
            description =
                    "An incident's id, as `overseer incidents` lists it; or a file of EventBridge events or CloudTrail"
                            + " records, one, an array, a log file or JSON lines. - is standard input.")
    private String named = "";

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    FixtureCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Fixture> fixtures = isFile() ? ofRecords(records(), ledger.catalog(terminal)) : List.of(ofIncident());
        if (fixtures.isEmpty()) {
            throw new UsageException("There is no event in %s".formatted(named));
        }
        fixtures.forEach(fixture -> terminal.out().print(PrettyJson.of(fixture.document())));
        terminal.out().flush();
        return ExitStatus.OK;
    }

    private boolean isFile() {
        return named.equals(STANDARD_INPUT) || Files.exists(file());
    }

    private Path file() {
        return terminal.folder().resolve(named);
    }

    private Fixture ofIncident() {
        try (LedgerOptions.Opened opened = ledger.open(terminal)) {
            IncidentEntry entry = opened.ledger()
                    .entry(named)
                    .orElseThrow(() -> new UsageException(
                            "\"%s\" is neither a file nor an incident in %s. `overseer incidents` lists the incidents"
                                    .formatted(named, opened.place())));
            Incident incident = entry.incident();
            if (!(entry.standing() instanceof Standing.Over(var outcome))) {
                throw new UsageException(
                        "Incident %s is still open, so nobody knows how it ends. Try again when it is closed"
                                .formatted(named));
            }
            CloudTrailEvent event = incident.event()
                    .orElseThrow(() -> new UsageException(
                            "Incident %s was found by a sweep, so there is no event to make a fixture of"
                                    .formatted(named)));
            return Fixture.redacted(event.record(), new Expected.Ends(incident.control(), outcome.kind()));
        }
    }

    private List<JsonNode> records() {
        try (InputStream in = named.equals(STANDARD_INPUT) ? terminal.in() : Files.newInputStream(file());
                MappingIterator<JsonNode> documents =
                        JSON.readerFor(JsonNode.class).readValues(in)) {
            return documents.readAll().stream().flatMap(FixtureCommand::events).toList();
        } catch (JsonProcessingException wrong) {
            throw new UsageException("%s is not JSON: %s".formatted(named, wrong.getOriginalMessage()));
        } catch (IOException unreadable) {
            throw new UsageException("%s cannot be read: %s".formatted(named, unreadable.getMessage()));
        }
    }

    private static Stream<JsonNode> events(JsonNode document) {
        if (document.isArray()) {
            return document.valueStream().flatMap(FixtureCommand::events);
        }
        return document.path("Records").isArray() ? events(document.path("Records")) : Stream.of(document);
    }

    private List<Fixture> ofRecords(List<JsonNode> events, PluginCatalog catalog) {
        EventRouter router = new EventRouter(catalog.routable());
        DecisionPolicy all = DecisionPolicy.enforceOnly(
                catalog.controls().stream().map(RegisteredControl::id).collect(Collectors.toSet()));
        List<Fixture> fixtures = new ArrayList<>();
        for (JsonNode event : events) {
            List<Result> results = new ArrayList<>();
            OfflineEvaluation evaluation = new OfflineEvaluation(catalog, all, router, results::add);
            new EventReader(router).read(event.toString().getBytes(StandardCharsets.UTF_8), named, evaluation);
            JsonNode record = event.path("detail").isObject() ? event.path("detail") : event;
            expected(results, catalog).forEach(expected -> fixtures.add(Fixture.redacted(record, expected)));
        }
        return fixtures;
    }

    /** Returns what is expected under each control; of several targets, the one that is worst off decides. */
    private List<Expected> expected(List<Result> results, PluginCatalog catalog) {
        Map<String, Expected> byControl = new LinkedHashMap<>();
        for (Result result : results) {
            switch (result) {
                case Result.Judged judged -> {
                    Kind kind = kind(judged, catalog);
                    byControl.merge(
                            judged.control(),
                            new Expected.Ends(judged.control(), kind),
                            (one, other) -> kind == Kind.COMPLIANT ? one : other);
                }
                case Result.Ignored ignored -> {
                    warnOfNoControl(ignored);
                    byControl.put("", new Expected.Ignored(ignored.reason()));
                }
                case Result.Unreadable unreadable ->
                    throw new UsageException(
                            "%s: %s".formatted(named, unreadable.reading().problem()));
                case Result.Closed _, Result.Suspended _, Result.SeenAgain _, Result.NotSwept _ ->
                    throw new IllegalStateException("nothing was looked at, but " + result);
            }
        }
        return List.copyOf(byControl.values());
    }

    /** Who makes fixtures before the control may not want an event to be ignored. */
    private void warnOfNoControl(Result.Ignored ignored) {
        if (ignored.reason() == IgnoredReason.NO_CONTROL) {
            terminal.err()
                    .println(
                            "No control wants %s of %s. Name the plugin of one that does with --plugin; or, if it is yet to be written, correct \"expect\" by hand: {\"control\": \"ID\", \"outcome\": \"REMEDIATED\"}"
                                    .formatted(
                                            Printable.line(ignored.event().name()),
                                            Printable.line(ignored.event().source())));
        }
    }

    private Kind kind(Result.Judged judged, PluginCatalog catalog) {
        if (judged.judgement().verdict() == Verdict.PASSES) {
            return Kind.COMPLIANT;
        }
        if (judged.judgement().verdict() == Verdict.NOT_JUDGED) {
            terminal.err()
                    .println("The event does not tell how it ends under %s: correct \"outcome\" by hand"
                            .formatted(judged.control()));
        }
        boolean writes = catalog.find(judged.control())
                .map(control -> !control.descriptor().writes().isEmpty())
                .orElse(false);
        return writes ? Kind.REMEDIATED : Kind.PLANNED;
    }
}
