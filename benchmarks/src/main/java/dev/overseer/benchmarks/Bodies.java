package dev.overseer.benchmarks;

import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import java.util.List;
import java.util.Map;

/** Events as CloudTrail writes them: about 1.6 KB each. */
final class Bodies {
    private static final String SESSION = "arn:aws:sts::123456789012:assumed-role/DataEngineer/notebook-setup";

    private Bodies() {}

    /** An endpoint that lacks nothing. */
    static EventBuilder compliant() {
        return endpoint().request("subnetId", "subnet-0123456789abcdef0");
    }

    /** An endpoint outside any subnet. */
    static EventBuilder violation() {
        return endpoint();
    }

    /** A record that no control wants, of the median size of real ones. */
    static EventBuilder unwanted() {
        return Events.apiCall("ec2", "DescribeInstances")
                .by(SESSION)
                .request("instancesSet", Map.of("items", List.of(Map.of("instanceId", "i-0123456789abcdef0"))))
                .request("filterSet", Map.of())
                .with(
                        "tlsDetails",
                        Map.of(
                                "tlsVersion", "TLSv1.3",
                                "cipherSuite", "TLS_AES_128_GCM_SHA256",
                                "clientProvidedHostHeader", "ec2.eu-west-1.amazonaws.com"));
    }

    private static EventBuilder endpoint() {
        return Events.apiCall("glue", "CreateDevEndpoint")
                .by(SESSION)
                .request("endpointName", "churn-features")
                .request("numberOfNodes", 5)
                .request("glueVersion", "1.0")
                .request("roleArn", "arn:aws:iam::123456789012:role/glue-churn")
                .request("securityConfiguration", "encrypted-at-rest")
                .request("securityGroupIds", List.of("sg-0123456789abcdef0"))
                .request(
                        "publicKeys",
                        List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"))
                .request("arguments", Map.of("--enable-glue-datacatalog", "", "GLUE_PYTHON_VERSION", "3"));
    }
}
