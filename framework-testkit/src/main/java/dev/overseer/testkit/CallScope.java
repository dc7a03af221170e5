package dev.overseer.testkit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a request is signed for, read back from the <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html">signature's
 * scope</a>. The signature itself is not checked.
 */
record CallScope(String account, String region, String service, String principal) {
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=([^/,\\s]+)/\\d{8}/([^/]+)/([^/]+)/aws4_request");

    /** Returns the scope; empty if the request is not signed. */
    static Optional<CallScope> of(AwsRequest request) {
        Matcher credential = CREDENTIAL.matcher(request.header("Authorization"));
        if (!credential.find()) {
            return Optional.empty();
        }
        String account = FakeCredentials.account(credential.group(1));
        String region = credential.group(2);
        Optional<String> token = Optional.of(request.header("X-Amz-Security-Token"));
        return Optional.of(
                new CallScope(account, region, credential.group(3), FakeCredentials.principal(account, region, token)));
    }

    /** Returns what of a request decides its scope: the same text, the same scope. */
    static String identity(AwsRequest request) {
        String authorization = request.header("Authorization");
        int end = authorization.indexOf(',');
        return (end < 0 ? authorization : authorization.substring(0, end)) + request.header("X-Amz-Security-Token");
    }
}
