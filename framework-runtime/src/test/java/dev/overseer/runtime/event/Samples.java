package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Input for the tests, and what a reader that looks for new development endpoints makes of it. */
final class Samples {
    static final ControlDescriptor NEW_ENDPOINTS = ControlDescriptor.control(
                    "glue-dev-endpoint", "Endpoints are private")
            .on(EventPattern.creations("glue", "CreateDevEndpoint"))
            .build();

    /** A record that the control wants. */
    static final String CREATED = """
            {"eventVersion":"1.08","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/alice",\
            "accountId":"123456789012","sessionContext":{"attributes":{"mfaAuthenticated":"false"}}},\
            "eventTime":"2026-11-23T05:08:00Z","eventSource":"glue.amazonaws.com","eventName":"CreateDevEndpoint",\
            "awsRegion":"eu-west-1","requestParameters":{"endpointName":"test1","numberOfNodes":5,"publicKeys":[]},\
            "responseElements":{"endpointName":"test1"},"eventID":"11111111-2222-3333-4444-555555555555",\
            "eventType":"AwsApiCall","recipientAccountId":"123456789012"}""";

    /** A record that no control names. */
    static final String LISTED = """
            {"eventTime":"2026-11-23T05:08:01Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets",\
            "awsRegion":"us-east-1","requestParameters":"","eventID":"e-2","recipientAccountId":"123456789012",\
            "userIdentity":{"type":"AWSService","invokedBy":"config.amazonaws.com"}}""";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    /** Returns the record in an EventBridge event. */
    static String enveloped(String record) {
        return """
                {"version":"0","id":"e1","detail-type":"AWS API Call via CloudTrail","source":"aws.glue",\
                "account":"123456789012","time":"2026-11-23T05:08:00Z","region":"eu-west-1","resources":[],"detail":%s}""".formatted(record);
    }

    static String inSns(String message) {
        return """
                {"Type":"Notification","MessageId":"m1","TopicArn":"arn:aws:sns:eu-west-1:123456789012:events","Message":%s}""".formatted(text(message));
    }

    static String inSqsBatch(String... bodies) {
        List<String> records = new ArrayList<>();
        for (String body : bodies) {
            records.add("""
                    {"messageId":"m1","receiptHandle":"r","body":%s,"attributes":{"ApproximateReceiveCount":"1"},\
                    "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-west-1:123456789012:q","awsRegion":"eu-west-1"}""".formatted(text(body)));
        }
        return "{\"Records\":[%s]}".formatted(String.join(",", records));
    }

    static String inSnsBatch(String message) {
        return """
                {"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":"arn:aws:sns:…","Sns":%s}]}""".formatted(inSns(message));
    }

    static String inLookupEvents(String... records) {
        List<String> events = new ArrayList<>();
        for (String record : records) {
            events.add("""
                    {"EventId":"e","EventName":"n","ReadOnly":"false","EventTime":1763874480,"Resources":[],\
                    "CloudTrailEvent":%s,"Username":"alice"}""".formatted(text(record)));
        }
        return "{\"Events\":[%s],\"NextToken\":\"t\"}".formatted(String.join(",", events));
    }

    static String inLogFile(String... records) {
        return "{\"Records\":[%s]}".formatted(String.join(",", records));
    }

    static String inArray(String... events) {
        return "[%s]".formatted(String.join(",\n ", events));
    }

    static String inIncident(String event) {
        return """
                {"schema":"overseer/incident/1","control":"glue-dev-endpoint","event":%s,"looks":3}""".formatted(event);
    }

    /** Returns a text as JSON. */
    static String text(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Returns the wanted record with one field set to a JSON value. */
    static String createdWith(String field, String value) {
        ObjectNode record = (ObjectNode) tree(CREATED);
        record.set(field, tree(value));
        return record.toString();
    }

    /** Returns the wanted record without one field. */
    static String createdWithout(String field) {
        ObjectNode record = (ObjectNode) tree(CREATED);
        record.remove(field);
        return record.toString();
    }

    static byte[] gzipped(String text) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return zipped.toByteArray();
    }

    static EventReader reader() {
        return new EventReader(new EventRouter(List.of(NEW_ENDPOINTS)));
    }

    static List<Reading> read(String input) {
        return read(input.getBytes(UTF_8));
    }

    static List<Reading> read(byte[] input) {
        List<Reading> readings = new ArrayList<>();
        reader().read(input, "the test", readings::add);
        return readings;
    }

    /** Says of each reading what it is, in a word or a sentence. */
    static List<String> said(List<Reading> readings) {
        return readings.stream().map(Samples::said).toList();
    }

    private static String said(Reading reading) {
        return switch (reading) {
            case Reading.Routed routed ->
                "routed " + routed.event().request("endpointName").orElse("?");
            case Reading.Ignored ignored ->
                ignored.reason() + " " + ignored.event().name();
            case Reading.Resumed resumed ->
                "resumed " + resumed.event().map(event -> event.name()).orElse("a sweep");
            case Reading.Sweep sweep ->
                "sweep of " + sweep.document().path("control").asText();
            case Reading.Unreadable unreadable -> unreadable.position() + ": " + unreadable.problem();
        };
    }
}
