package dev.overseer.cli;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * An AWS on loopback to which the SDK's standard configuration leads while this is open, with credentials that are accepted
 * there: by system properties, since commands in this process see its environment.
 */
final class ReachableAws implements AutoCloseable {
    private final Map<String, String> properties;

    private ReachableAws(Map<String, String> properties) {
        this.properties = properties;
        properties.forEach(System::setProperty);
    }

    /** All of its services are at one place, and no region is configured. */
    static ReachableAws at(URI endpoint) {
        return of("aws.endpointUrl", endpoint);
    }

    /** S3 is there, and nothing else. */
    static ReachableAws s3At(URI endpoint) {
        return of("aws.endpointUrlS3", endpoint);
    }

    private static ReachableAws of(String property, URI endpoint) {
        return new ReachableAws(Map.of(
                property,
                endpoint.toString(),
                "aws.accessKeyId",
                "AKIAIOSFODNN7EXAMPLE",
                "aws.secretAccessKey",
                "secret"));
    }

    /** Configures a region as well. */
    ReachableAws in(String region) {
        Map<String, String> more = new HashMap<>(properties);
        more.put("aws.region", region);
        return new ReachableAws(more);
    }

    @Override
    public void close() {
        properties.keySet().forEach(System::clearProperty);
    }
}
