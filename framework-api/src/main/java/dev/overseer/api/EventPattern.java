package dev.overseer.api;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Selects events, in the <a
 * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">pattern language of
 * EventBridge</a>.
 *
 * <p>The same text decides inside the framework which control sees an event, and outside it which events the generated
 * EventBridge rule lets through. It must name a {@code source} that begins with {@code aws.}, since only those cannot be
 * forged with {@code PutEvents}.
 *
 * @param json the pattern
 * @param creation whether the events report that a resource was created: the live resource must then be the one that the
 *     event reports, neither an older nor (for naming the creator) a younger one of the same name
 */
public record EventPattern(String json, boolean creation) {

    /**
     * Selects successful calls that create a resource, such as {@code creations("glue", "CreateDevEndpoint")}.
     *
     * @param service the first part of the record's {@code eventSource}, such as {@code glue} of
     *     {@code glue.amazonaws.com}
     * @param operations the record's {@code eventName}; at least one
     */
    public static EventPattern creations(String service, String... operations) {
        return new EventPattern(calls(service, operations), true);
    }

    /** Selects successful calls of the named operations, which may have happened long after the resource was created. */
    public static EventPattern apiCalls(String service, String... operations) {
        return new EventPattern(calls(service, operations), false);
    }

    /** Selects what the pattern says, in full. It must itself exclude failed calls for use as an EventBridge rule. */
    public static EventPattern ofJson(String json) {
        return new EventPattern(json, false);
    }

    private static String calls(String service, String... operations) {
        String names = Arrays.stream(operations).map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return """
                {
                  "source": ["aws.%1$s"],
                  "detail-type": ["AWS API Call via CloudTrail"],
                  "detail": {
                    "eventSource": ["%1$s.amazonaws.com"],
                    "eventName": [%2$s],
                    "errorCode": [{"exists": false}, null, ""]
                  }
                }
                """.formatted(service, names);
    }
}
