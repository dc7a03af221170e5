package dev.overseer.sinks;

import static dev.overseer.sinks.Samples.NOW;
import static dev.overseer.sinks.Samples.closed;
import static dev.overseer.sinks.Samples.delete;
import static dev.overseer.sinks.Samples.event;
import static dev.overseer.sinks.Samples.incident;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.runtime.ledger.WriteResult;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.TestClock;
import dev.overseer.testkit.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What is particular to the ledger in DynamoDB, on DynamoDB Local. */
@ExtendWith(LocalDynamoDb.Provided.class)
class DynamoDbLedgerTest {
    private static final Duration RETAIN = Duration.ofDays(36_500);
    private static final WriteResult DONE = new WriteResult.Answered("request-1");

    private final Requests requests = new Requests();
    private final DynamoDbClient client;
    private final String table;
    private final DynamoDbLedger ledger;
    private final TestClock clock = new TestClock(Events.TIME);

    DynamoDbLedgerTest(LocalDynamoDb dynamoDb) {
        client = dynamoDb.client(requests);
        table = dynamoDb.newTable(client);
        ledger = ledger(client, table);
    }

    @AfterEach
    void close() {
        client.deleteTable(request -> request.tableName(table));
        client.close();
    }

    @Test
    void aRemediationMakesThreeWriteRequestsAndCostsWhatTheManualSays() {
        Transcript transcript = rehearsal(Lifecycle.starting("READY")).play(event("test1"));

        assertThat(transcript.outcome().kind()).isEqualTo(Kind.REMEDIATED);
        assertThat(requests.writes()).as("claim, settle, close").hasSize(3);
        assertThat(requests.writeUnits()).isBetween(24L, 32L);
    }

    @Test
    void aRemediationThatIsVerifiedLaterMakesFour() {
        Transcript transcript = rehearsal(Lifecycle.starting("READY").terminatingFor(Duration.ofSeconds(30)))
                .play(event("test1"));

        assertThat(transcript.outcome().kind()).isEqualTo(Kind.REMEDIATED);
        assertThat(requests.writes())
                .as("claim, settle, keep while it terminates, close")
                .hasSize(4);
    }

    @Test
    void nobodyAsksForAnUndoOfWhatCannotBeUndone() {
        Transcript transcript = rehearsal(Lifecycle.starting("READY")).play(event("test1"));

        assertThat(transcript.outcome().kind()).isEqualTo(Kind.REMEDIATED);
        assertThat(requests.queries())
                .isNotEmpty()
                .noneMatch(
                        query -> query.expressionAttributeValues().containsValue(AttributeValue.fromS(Key.EXEMPTING)));
    }

    @Test
    void whatPassesIsWrittenWithTheNextWrite() {
        ledger.passed("glue-dev-endpoint", FakeAws.ACCOUNT, NOW);
        assertThat(requests.writes()).isEmpty();

        ledger.announce("incident-1", NOW);

        assertThat(requests.writes()).hasSize(1);
        assertThat(other().passed().getFirst().count()).isEqualTo(1);
    }

    @Test
    void whatPassesIsWrittenWhenThereIsMuchOfItAndAtTheEnd() {
        for (int i = 0; i < DynamoDbLedger.BATCH + 1; i++) {
            ledger.passed("glue-dev-endpoint", "%012d".formatted(i % 150), NOW);
        }
        assertThat(requests.writes()).as("150 accounts, 100 at once").hasSize(2);

        ledger.close();

        assertThat(requests.writes()).hasSize(3);
        assertThat(other().passed()).hasSize(150).extracting("count").containsOnly(6L, 7L);
    }

    @Test
    void whatIsHeldWritesNothing() {
        Limits none = new Limits(0, 0, 0, Limits.NONE.flapping(), 100, 100);

        Claim claim = ledger.claim(limited(delete(incident("test1")), none));

        assertThat(claim).isInstanceOf(Claim.Held.class);
        assertThat(requests.writes()).isEmpty();
    }

    @Test
    void hostsThatClaimAtOnceShareOneCount() throws Exception {
        Limits three = new Limits(3, 100, 100, Limits.NONE.flapping(), 100, 100);
        List<Callable<Claim>> claims = IntStream.range(0, 12)
                .<Callable<Claim>>mapToObj(i -> () -> other().claim(limited(delete(incident("test" + i)), three)))
                .toList();
        int granted = 0;
        try (ExecutorService hosts = Executors.newFixedThreadPool(6)) {
            for (Future<Claim> claim : hosts.invokeAll(claims)) {
                granted += claim.get() instanceof Claim.Granted ? 1 : 0;
            }
        }

        assertThat(granted).isEqualTo(3);
    }

    @Test
    void whoLosesARaceReadsAnewAndDecidesAnew() {
        Limits one = new Limits(1, 100, 100, Limits.NONE.flapping(), 100, 100);
        requests.beforeNextWrite(() -> other().claim(limited(delete(incident("test1")), one)));

        Claim claim = ledger.claim(limited(delete(incident("test2")), one));

        assertThat(claim).isInstanceOf(Claim.Held.class);
        assertThat(ledger.writes(incident("test2").id())).isEmpty();
    }

    @Test
    void anOutcomeThatIsKeptWhileAnotherHostClaimsCountsAsTheEndOfOneThatWrote() {
        Limits one = new Limits(100, 100, 100, Limits.NONE.flapping(), 100, 1);
        Incident incident = incident("test1");
        requests.beforeNextWrite(() -> other().claim(limited(delete(incident), one)));

        ledger.close(closed(incident, Kind.FAILED));

        assertThat(ledger.claim(limited(delete(incident("test2")), one))).isInstanceOf(Claim.Held.class);
    }

    @Test
    void keepsAnEventThatDoesNotFitIntoAnItem() {
        EventBuilder large = event("test1").request("arguments", noise((1 << 20) - 2048));
        Incident incident = incidentOf(large, "test1");

        ledger.close(closed(incident, Kind.GONE));
        ledger.close(closed(incident, Kind.FAILED));

        IncidentEntry kept = other().entry(incident.id()).orElseThrow();
        assertThat(kept.state()).isEqualTo("FAILED");
        assertThat(kept.incident().event().orElseThrow().record())
                .isEqualTo(incident.event().orElseThrow().record());
        assertThat(found(IncidentFilter.latest(10))).containsExactly("test1");
        assertThat(raw(Key.ofIncident(incident.id()), "entry/02")).isNotEmpty();
        assertThat(raw(Key.ofIncident(incident.id()), "entry/03")).isEmpty();
    }

    @Test
    void keepsAJournalThatDoesNotFitIntoAPage() {
        Incident incident = incident("test1");
        List<WriteIntent> sent = IntStream.range(0, 5)
                .mapToObj(i -> {
                    WriteIntent intent = delete(incident);
                    return new WriteIntent(
                            intent.incident(),
                            "glue:Action" + i,
                            intent.request(),
                            intent.findings(),
                            noise((i + 1) * 120 * 1024),
                            intent.stake(),
                            intent.at(),
                            intent.patience());
                })
                .toList();

        sent.forEach(intent -> ledger.settle((Claim.Granted) ledger.claim(intent), DONE));

        assertThat(other().writes(incident.id()))
                .isEqualTo(sent.stream()
                        .map(intent -> new JournaledWrite(intent, 1, Optional.of(DONE)))
                        .toList());
    }

    @Test
    void namesMayHaveAnyCharacters() {
        String odd = "odd\u0000#~/\uD83D \uDE00\uD83D\uDE00" + "x".repeat(3000);
        EventBuilder event = event("test1")
                .id(odd)
                .by("arn:aws:iam::123456789012:user/" + odd + "Ann")
                .request("half", "\uD83D");
        Incident incident = incidentOf(event, odd);

        ledger.claim(delete(incident));
        ledger.close(closed(incident, Kind.FAILED));

        assertThat(other().ofEvent(odd))
                .singleElement()
                .satisfies(entry -> assertThat(entry.incident().target()).isEqualTo(incident.target()));
        assertThat(found(by("xxANN"))).containsExactly(odd);
        assertThat(found(by("bob"))).isEmpty();
    }

    @Test
    void everythingAboutAnIncidentExpiresAndNoCountDoes() {
        DynamoDbLedger brief = new DynamoDbLedger(client, table, Duration.ofDays(400), new Random(7));
        Incident incident = incident("test1");
        brief.settle((Claim.Granted) brief.claim(delete(incident)), DONE);
        brief.close(closed(incident, Kind.FAILED));
        brief.announce(incident.id(), NOW);
        brief.release(leave(incident));
        brief.lift(new Lift(incident.control(), FakeAws.ACCOUNT, "ann", "looked at it", NOW));
        brief.passed(incident.control(), FakeAws.ACCOUNT, NOW);
        brief.close();

        Set<String> expiring = new TreeSet<>();
        Set<String> lasting = new TreeSet<>();
        for (Map<String, AttributeValue> item :
                client.scan(scan -> scan.tableName(table)).items()) {
            AttributeValue expires = item.get(DynamoDbTable.EXPIRES);
            String key =
                    new Item(item).key().toString().replaceAll("[~#].* ", "… ").replaceAll("#.*", "#…");
            if (expires == null) {
                lasting.add(key);
            } else {
                expiring.add(key);
                assertThat(Instant.ofEpochSecond(Long.parseLong(expires.n())))
                        .as(key)
                        .isBetween(NOW.plus(Duration.ofDays(400)).minusSeconds(1), NOW.plus(Duration.ofDays(400)));
            }
        }
        assertThat(expiring)
                .containsExactly(
                        "event… " + incident.id(),
                        "incident… announced",
                        "incident… entry",
                        "incident… head",
                        "incident… journal#…",
                        "incident… look#…",
                        "incident… release-of",
                        "incident… released",
                        "target… writes");
        assertThat(lasting)
                .containsExactly(
                        "controls names",
                        "control… account#…",
                        "control… end#…",
                        "control… lifted",
                        "hour starts",
                        "lifts 0000000001",
                        "passed glue-dev-endpoint#…");
    }

    @Test
    void aWriteWhoseJournalEntryHasExpiredIsNoObstacle() {
        DynamoDbLedger brief = new DynamoDbLedger(client, table, Duration.ofDays(1), new Random(7));
        Incident incident = incident("test1");
        brief.claim(delete(incident));
        client.deleteItem(delete ->
                delete.tableName(table).key(Key.write(incident.id(), 1).attributes()));

        WriteIntent later = at(delete(incident), NOW.plus(Duration.ofDays(2)));

        assertThat(brief.claim(later)).isEqualTo(new Claim.Granted(later, 1));
        assertThat(brief.writes(incident.id())).hasSize(1);
    }

    @Test
    void asksForNoMoreThanItsRoleAllows() {
        Incident incident = incident("test1");
        ledger.settle((Claim.Granted) ledger.claim(delete(incident)), DONE);
        ledger.close(closed(incident, Kind.FAILED));
        ledger.close(closedAt(NOW.plusSeconds(1), incident, Kind.FAILED));
        ledger.find(IncidentFilter.latest(10));
        ledger.ofEvent("event-1");
        ledger.transitions(incident.id());
        ledger.release(leave(incident));
        ledger.lift(new Lift(incident.control(), FakeAws.ACCOUNT, "ann", "looked at it", NOW));
        ledger.lifts();
        ledger.passed(incident.control(), FakeAws.ACCOUNT, NOW);
        ledger.passed();

        assertThat(requests.actions()).containsExactlyInAnyOrderElementsOf(DynamoDbTable.TABLE_ACTIONS);
        assertThat(requests.queries())
                .allSatisfy(query -> assertThat(query.indexName() != null || query.consistentRead())
                        .isTrue());
    }

    @Test
    @Tag("slow")
    void findsWhatIsManyPagesDown() throws Exception {
        List<Callable<Boolean>> closings = IntStream.range(0, 1100)
                .<Callable<Boolean>>mapToObj(i -> () -> ledger.close(
                        closedAt(NOW.plusSeconds(i), incident("test" + i), i < 3 ? Kind.FAILED : Kind.GONE)))
                .toList();
        try (ExecutorService hosts = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> closing : hosts.invokeAll(closings)) {
                assertThat(closing.get()).isTrue();
            }
        }

        assertThat(found(new IncidentFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of("FAILED"),
                        false,
                        10)))
                .containsExactly("test2", "test1", "test0");
        assertThat(found(IncidentFilter.latest(150)))
                .hasSize(150)
                .startsWith("test1099")
                .endsWith("test950");
    }

    @Test
    @Tag("slow")
    void whatIsOverALimitIsHeldAndNoneIsLost() {
        ledger.lift(new Lift("glue-dev-endpoint", FakeAws.ACCOUNT, "ann", "looked at the first ones", Events.TIME));
        EventBuilder[] events = IntStream.range(0, 60)
                .mapToObj(i -> event("test" + i).at(Events.TIME.plusMillis(i * 500L)))
                .toArray(EventBuilder[]::new);

        Transcript transcript = rehearsal(Lifecycle.starting("READY"))
                .under(DecisionPolicy.enforceAll().limited(Limits.STANDARD))
                .play(events);

        assertThat(transcript.kinds()).filteredOn(Kind.REMEDIATED::equals).hasSize(10);
        assertThat(transcript.kinds()).filteredOn(Kind.HELD::equals).hasSize(50);
        assertThat(other().find(IncidentFilter.latest(1000))).hasSize(60);
    }

    @Test
    void aTableThatDoesNotExistIsNamed() {
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> ledger(client, "elsewhere").lifts())
                .withMessage(
                        "the ledger table elsewhere in eu-west-1 does not exist. Make it with the deployment template, or correct the table's name and the region");
    }

    @Test
    void aTableWithOtherKeysIsNoLedger() {
        client.createTable(create -> create.tableName("orders")
                .billingMode("PAY_PER_REQUEST")
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("order")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("order")
                        .keyType(KeyType.HASH)
                        .build()));
        DynamoDbLedger orders = ledger(client, "orders");

        for (Runnable call : List.<Runnable>of(
                orders::lifts,
                () -> orders.announce("incident-1", NOW),
                () -> orders.claim(delete(incident("test1"))),
                () -> orders.find(IncidentFilter.latest(1)))) {
            assertThatExceptionOfType(LedgerException.class)
                    .isThrownBy(call::run)
                    .withMessageStartingWith("the ledger table orders in eu-west-1 is not a ledger: ")
                    .withMessageEndingWith(
                            "It needs the keys pk and sk and the index by-control. Make a table with the deployment template, and give the ledger that one");
        }
        client.deleteTable(delete -> delete.tableName("orders"));
    }

    @Test
    void anItemOfANewerLayoutIsLeftToANewerRelease() {
        put(Item.at(Key.account("glue-dev-endpoint", FakeAws.ACCOUNT)).with(Item.LAYOUT_ATTRIBUTE, 2));

        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> ledger.claim(delete(incident("test1"))))
                .withMessage(
                        "the ledger table %s in eu-west-1 holds an item of layout 2 (control#glue-dev-endpoint account#123456789012), written by a newer release of Overseer; this one reads layout 1. Use that release, or a table of its own"
                                .formatted(table));
    }

    @Test
    void aDocumentOfANewerSchemaIsLeftToANewerRelease() {
        Incident incident = incident("test1");
        Key key = new Key(Key.ofIncident(incident.id()), Key.ENTRY);
        put(Packed.items(key, "{\"schema\":\"overseer/entry/2\"}", 1, item -> item)
                .getFirst());

        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> ledger.entry(incident.id()))
                .withMessageContaining("holds an item that cannot be read (%s): ".formatted(key))
                .withMessageContaining("written by a newer release");
    }

    @Test
    void anItemOfSomethingElseIsNamed() {
        client.putItem(put ->
                put.tableName(table).item(Key.head(incident("test1").id()).attributes()));

        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> ledger.keep(Samples.closed(incident("test1"), Kind.HELD)))
                .withMessageEndingWith("head). Give the ledger a table of its own");
    }

    private void put(Item item) {
        client.putItem(put -> put.tableName(table).item(item.attributes()));
    }

    private Map<String, AttributeValue> raw(String partition, String sort) {
        return client.getItem(get -> get.tableName(table).key(new Key(partition, sort).attributes()))
                .item();
    }

    /** Another host's. */
    private DynamoDbLedger other() {
        return ledger(client, table);
    }

    private static DynamoDbLedger ledger(DynamoDbClient client, String table) {
        return new DynamoDbLedger(client, table, RETAIN, new Random(7));
    }

    private Rehearsal rehearsal(Lifecycle lifecycle) {
        FakeAws aws = new FakeAws(clock).install(new GlueSimulator(clock, lifecycle));
        return Rehearsal.of(new GluePlugin(), aws, clock).keeping(ledger);
    }

    private List<String> found(IncidentFilter filter) {
        return other().find(filter).stream()
                .map(entry -> entry.incident().target().id())
                .toList();
    }

    private static IncidentFilter by(String principal) {
        return new IncidentFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(principal),
                Set.of(),
                false,
                10);
    }

    private static Incident incidentOf(EventBuilder event, String endpoint) {
        return Incident.open(
                "glue-dev-endpoint",
                event.event().resource("AWS::Glue::DevEndpoint", endpoint),
                event.event(),
                true,
                NOW);
    }

    private static IncidentEntry closedAt(Instant at, Incident incident, Kind kind) {
        IncidentEntry now = Samples.closed(incident, kind);
        return new IncidentEntry(now.incident(), now.standing(), now.ruling(), now.installation(), at);
    }

    private static Release leave(Incident held) {
        return new Release(
                Release.Kind.APPROVED, held.id(), held.successor(NOW).id(), List.of(), "ann", "looked at it", NOW);
    }

    private static WriteIntent limited(WriteIntent intent, Limits limits) {
        Stake stake = intent.stake();
        return new WriteIntent(
                intent.incident(),
                intent.action(),
                intent.request(),
                intent.findings(),
                intent.preState(),
                new Stake(stake.control(), stake.target(), limits, false),
                intent.at(),
                intent.patience());
    }

    private static WriteIntent at(WriteIntent intent, Instant time) {
        return new WriteIntent(
                intent.incident(),
                intent.action(),
                intent.request(),
                intent.findings(),
                intent.preState(),
                intent.stake(),
                time,
                intent.patience());
    }

    /** Text that cannot be made smaller by much. */
    private static String noise(int length) {
        byte[] bytes = new byte[length * 3 / 4];
        new Random(7).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
