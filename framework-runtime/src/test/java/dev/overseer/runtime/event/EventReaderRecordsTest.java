package dev.overseer.runtime.event;

import static dev.overseer.runtime.event.Samples.CREATED;
import static dev.overseer.runtime.event.Samples.LISTED;
import static dev.overseer.runtime.event.Samples.createdWith;
import static dev.overseer.runtime.event.Samples.createdWithout;
import static dev.overseer.runtime.event.Samples.enveloped;
import static dev.overseer.runtime.event.Samples.read;
import static dev.overseer.runtime.event.Samples.said;
import static dev.overseer.runtime.event.Samples.text;
import static dev.overseer.runtime.event.Samples.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderRecordsTest {

    @Test
    void takesTheEventFromTheRecord() {
        CloudTrailEvent event = routed(CREATED);

        assertThat(event.attributes())
                .isEqualTo(new CloudTrailEvent.Attributes(
                        "11111111-2222-3333-4444-555555555555",
                        Instant.parse("2026-11-23T05:08:00Z"),
                        "123456789012",
                        "eu-west-1",
                        "glue.amazonaws.com",
                        "CreateDevEndpoint",
                        "AwsApiCall",
                        "arn:aws:iam::123456789012:user/alice"));
        assertThat(event.request()).isEqualTo(tree(CREATED).get("requestParameters"));
        assertThat(event.response()).isEqualTo(tree(CREATED).get("responseElements"));
        assertThat(event.record()).isEqualTo(tree(CREATED)).isSameAs(event.record());
        assertThat(routed(enveloped(CREATED)).record()).isEqualTo(tree(CREATED));
    }

    @Test
    void namesControlAndCreationOfTheRoute() {
        assertThat(read(CREATED).getFirst())
                .isInstanceOfSatisfying(
                        Reading.Routed.class,
                        routed -> assertThat(routed.routes())
                                .containsExactly(new Reading.Route("glue-dev-endpoint", true)));
    }

    @Test
    void listsWhatNoControlNamesAsItStands() {
        assertThat(read(LISTED))
                .containsExactly(new Reading.Ignored(
                        IgnoredReason.NO_CONTROL,
                        new EventRow(
                                "e-2",
                                "ListBuckets",
                                "s3.amazonaws.com",
                                "2026-11-23T05:08:01Z",
                                "config.amazonaws.com",
                                "123456789012",
                                "us-east-1")));
    }

    @Test
    void asksNothingOfARecordThatNoControlNames() {
        String odd = """
                {"eventSource":"s3.amazonaws.com","eventName":"X","eventTime":"yesterday","awsRegion":7,"eventID":[],
                 "recipientAccountId":"12a","requestParameters":[],"userIdentity":"nobody","errorCode":{}}""";

        assertThat(read(odd))
                .containsExactly(new Reading.Ignored(
                        IgnoredReason.NO_CONTROL,
                        new EventRow("", "X", "s3.amazonaws.com", "yesterday", "unknown", "12a", "")));
    }

    @Test
    void doesNotCareForTheOrderOfKeys() {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            String shuffled =
                    shuffled((ObjectNode) tree(enveloped(CREATED)), random).toString();

            assertThat(routed(shuffled).record()).isEqualTo(tree(CREATED));
        }
    }

    @Test
    void takesTheLastOfTwoFieldsLikeTheTreeDoes() {
        String twice = CREATED.replaceFirst(
                "\\{", "{\"eventID\":\"first\",\"requestParameters\":7,\"event\\\\u004eame\":\"Other\",");

        CloudTrailEvent event = routed(twice);

        assertThat(event.id())
                .isEqualTo(event.record().path("eventID").textValue())
                .doesNotContain("first");
        assertThat(event.name()).isEqualTo(event.record().path("eventName").textValue());
        assertThat(event.request()).isEqualTo(event.record().path("requestParameters"));
    }

    @Test
    void readsKeysThatAreWrittenWithEscapes() {
        assertThat(routed(CREATED.replace("\"eventName\"", "\"event\\u004eame\""))
                        .name())
                .isEqualTo("CreateDevEndpoint");
    }

    @Test
    void deliversNamesAsTheyAre() {
        String name = "a\"b\\c/d\n\t\u0001*?${x} é 漢字 \ud83d\ude00 \u202e \u001b[31m" + "x".repeat(1000);

        assertThat(routed(createdWith("requestParameters", "{\"endpointName\":" + text(name) + "}"))
                        .request("endpointName"))
                .contains(name);
        assertThat(routed(createdWith("eventID", text("é\"\\\u0007"))).id()).isEqualTo("é\"\\\u0007");
    }

    @Test
    void leavesHiddenValuesToTheControls() {
        assertThat(routed(createdWith("requestParameters", "{\"endpointName\":\"HIDDEN_DUE_TO_SECURITY_REASONS\"}"))
                        .request("endpointName"))
                .contains("HIDDEN_DUE_TO_SECURITY_REASONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \""})
    void takesNullAndBlankErrorCodesForSuccess(String errorCode) {
        assertThat(said(read(createdWith("errorCode", errorCode)))).containsExactly("routed test1");
        assertThat(said(read(enveloped(createdWith("errorCode", errorCode))))).containsExactly("routed test1");
    }

    @Test
    void ignoresFailedCallsWhateverElseIsWrongWithThem() {
        String failed = createdWith("errorCode", "\"AlreadyExistsException\"");
        String worse =
                failed.replace("\"123456789012\"}", "\"12a\"}").replace("\"numberOfNodes\":5", "\"numberOfNodes\":[]");
        String denied =
                "{\"eventSource\":\"glue.amazonaws.com\",\"eventName\":\"CreateDevEndpoint\",\"errorCode\":\"AccessDenied\",\"requestParameters\":null}";

        for (String record : List.of(failed, worse, denied, failed.replace("{\"endpointName\":\"test1\"}", "\"\""))) {
            assertThat(said(read(record))).containsExactly("FAILED_CALL CreateDevEndpoint");
            assertThat(said(read(enveloped(record)))).containsExactly("FAILED_CALL CreateDevEndpoint");
        }
    }

    @Test
    void countsAnErrorCodeOnlyInTheRecord() {
        String envelope = enveloped(CREATED);

        assertThat(said(read("{\"errorCode\":\"AccessDenied\"," + envelope.substring(1))))
                .containsExactly("routed test1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requestParameters", "responseElements", "userIdentity", "eventType"})
    void doesWithoutWhatRecordsMayLack(String field) {
        assertThat(read(createdWithout(field))).singleElement().isInstanceOf(Reading.Routed.class);
        assertThat(read(createdWith(field, "null"))).singleElement().isInstanceOf(Reading.Routed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eventSource        | 7          | eventSource is a number, not text
            eventSource        | ""         | eventSource is blank
            eventName          | null       | eventName is null
            eventID            | null       | eventID is null
            eventID            | {}         | eventID is an object, not text
            eventID            | " "        | eventID is blank
            eventTime          | 1763874480 | eventTime is a number, not text
            eventTime          | "today"    | eventTime is "today", not a time such as 2026-11-23T05:08:00Z
            eventTime          | "2026-02-30T00:00:00Z" | eventTime is "2026-02-30T00:00:00Z", not a time such as 2026-11-23T05:08:00Z
            eventTime          | "+1000000000-12-31T23:59:59Z" | eventTime is "+1000000000-12-31T23:59:59Z", not a time such as 2026-11-23T05:08:00Z
            eventType          | true       | eventType is a boolean, not text
            errorCode          | 7          | errorCode is a number, not text
            awsRegion          | []         | awsRegion is an array, not text
            awsRegion          | "x.example.org/" | awsRegion is "x.example.org/", not a region such as eu-west-1
            recipientAccountId | 123456789012 | recipientAccountId is a number, not text
            recipientAccountId | "12a"      | recipientAccountId is "12a", not twelve digits
            recipientAccountId | "١٢٣٤٥٦٧٨٩٠١٢" | recipientAccountId is "١٢٣٤٥٦٧٨٩٠١٢", not twelve digits
            recipientAccountId | null       | neither recipientAccountId nor the envelope names an account
            userIdentity       | "alice"    | userIdentity is text, not an object
            requestParameters  | ""         | requestParameters is text, not an object
            requestParameters  | []         | requestParameters is an array, not an object
            responseElements   | true       | responseElements is a boolean, not an object
            """)
    void refusesAWantedRecordWithAFieldThatIsWrong(String field, String value, String problem) {
        assertThat(said(read(createdWith(field, value)))).containsExactly("line 1, column 1: " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-west-1\n", "eu-west-1.evil.example", "EU-WEST-1", "eu-west", "eu--1", " eu-west-1"})
    void refusesARegionThatCouldNotBeOne(String region) {
        assertThat(said(read(createdWith("awsRegion", text(region)))))
                .singleElement()
                .asString()
                .contains("not a region such as eu-west-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-gov-west-1", "cn-north-1", "us-iso-east-1", "us-north-2r", "mx-central-1"})
    void takesEveryRegionOfTheRightShape(String region) {
        assertThat(routed(createdWith("awsRegion", text(region))).region()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventSource", "eventName", "eventID", "eventTime", "awsRegion"})
    void refusesAWantedRecordThatLacksAField(String field) {
        assertThat(said(read(createdWithout(field)))).containsExactly("line 1, column 1: " + field + " is missing");
    }

    @Test
    void quotesOnlyTheBeginningOfWhatIsWrong() {
        assertThat(said(read(createdWith("awsRegion", text("x".repeat(100_000)))))
                        .getFirst())
                .hasSizeLessThan(200)
                .contains("xxx…\"");
        assertThat(said(read(createdWith("eventID", text("x".repeat(257))))))
                .singleElement()
                .asString()
                .contains("eventID has 257");
    }

    @Test
    void comparesTheAccountsOfRecordAndEnvelope() {
        String elsewhere = enveloped(createdWith("recipientAccountId", "\"210987654321\""));
        String onlyEnvelope = enveloped(createdWithout("recipientAccountId"));
        String onlyRecord = onlyEnvelopeWithout("account");
        String bothWrong = onlyEnvelope.replace("\"account\":\"123456789012\"", "\"account\":\"12a\"");

        assertThat(said(read(elsewhere)))
                .containsExactly(
                        "line 1, column 1: recipientAccountId is 210987654321, but the envelope's account is 123456789012");
        assertThat(routed(onlyEnvelope).account()).isEqualTo("123456789012");
        assertThat(routed(onlyRecord).account()).isEqualTo("123456789012");
        assertThat(said(read(bothWrong))).containsExactly("line 1, column 1: account is \"12a\", not twelve digits");
    }

    @Test
    void takesTheRecipientForTheAccountAndNotTheCallersOwn() {
        String crossAccount = createdWith("recipientAccountId", "\"210987654321\"");

        assertThat(routed(crossAccount).account()).isEqualTo("210987654321");
    }

    @Test
    void routesNoEventThatSomebodyElseThanAwsSent() {
        String forged = enveloped(CREATED).replace("\"aws.glue\"", "\"my.app\"");

        assertThat(said(read(forged))).containsExactly("NO_CONTROL CreateDevEndpoint");
        assertThat(said(read(enveloped(CREATED).replace("\"source\":\"aws.glue\",", ""))))
                .containsExactly("line 1, column 1: source is missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"arn":"a","invokedBy":"i","accountId":"1"}      | a
            {"arn":" ","invokedBy":"i","accountId":"1"}      | i
            {"arn":null,"accountId":"1"}                     | 1
            {"sessionContext":{"arn":"not this one"}}        | unknown
            {}                                               | unknown
            """)
    void namesThePrincipal(String identity, String principal) {
        assertThat(routed(createdWith("userIdentity", identity)).principal()).isEqualTo(principal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T05:08:00.123Z",
                "2026-11-23T06:08:00+01:00",
                "2024-02-29T23:59:59Z",
                "0000-01-01T00:00:00Z"
            })
    void readsTimesAsTheJdkDoes(String time) {
        assertThat(routed(createdWith("eventTime", text(time))).time()).isEqualTo(Instant.parse(time));
    }

    private static String onlyEnvelopeWithout(String field) {
        ObjectNode envelope = (ObjectNode) tree(enveloped(CREATED));
        envelope.remove(field);
        return envelope.toString();
    }

    private static CloudTrailEvent routed(String input) {
        List<Reading> readings = read(input);
        assertThat(readings).hasOnlyElementsOfType(Reading.Routed.class).hasSize(1);
        return ((Reading.Routed) readings.getFirst()).event();
    }

    private static ObjectNode shuffled(ObjectNode object, Random random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, random);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            result.set(name, object.get(name) instanceof ObjectNode inner ? shuffled(inner, random) : object.get(name));
        }
        return result;
    }
}
