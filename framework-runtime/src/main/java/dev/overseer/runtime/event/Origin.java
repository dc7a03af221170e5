package dev.overseer.runtime.event;

import dev.overseer.api.CloudTrailEvent;

/**
 * What EventBridge says about an event beside the record.
 *
 * @param source such as {@code aws.glue}. Nobody but AWS can send one that begins with {@code aws.}
 * @param detailType such as {@code AWS API Call via CloudTrail}
 */
record Origin(String source, String detailType) {
    private static final String AWS = "aws.";

    /** Returns what EventBridge would say about a record that came without it. */
    static Origin of(CloudTrailEvent event) {
        String service = event.source();
        int dot = service.indexOf('.');
        return new Origin(
                AWS + withoutControlPlane(dot < 0 ? service : service.substring(0, dot)),
                detailType(event.attributes().type()));
    }

    /** Returns whether only AWS can have sent the event. */
    boolean isAws() {
        return source.startsWith(AWS);
    }

    private static String withoutControlPlane(String service) {
        return service.equals("s3-control") ? "s3" : service;
    }

    private static String detailType(String eventType) {
        return switch (eventType) {
            case "AwsServiceEvent" -> "AWS Service Event via CloudTrail";
            case "AwsConsoleSignIn" -> "AWS Console Sign In via CloudTrail";
            case "AwsConsoleAction" -> "AWS Console Action via CloudTrail";
            default -> "AWS API Call via CloudTrail";
        };
    }
}
