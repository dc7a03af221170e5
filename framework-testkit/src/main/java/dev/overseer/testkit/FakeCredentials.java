package dev.overseer.testkit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Who calls, as credentials tell it: the access key id holds the account, the session token the ARN of an assumed role.
 * So a signed request says by itself whose it is, also over HTTP.
 */
final class FakeCredentials {
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern ACCESS_KEY = Pattern.compile("A[KS]IA(\\d{12})FAKE");

    private FakeCredentials() {}

    static AwsBasicCredentials of(String account) {
        return AwsBasicCredentials.create("AKIA" + checked(account) + "FAKE", SECRET);
    }

    /** Returns credentials in a session of a role, whose calls say that they are. */
    static AwsSessionCredentials ofSession(String account, String region, String role, String session) {
        return AwsSessionCredentials.create(
                sessionKey(account), SECRET, session(partition(region), account, role, session));
    }

    /** Returns the ARN of a session of a role, which is also its session token. */
    static String session(String partition, String account, String role, String session) {
        return "arn:%s:sts::%s:assumed-role/%s/%s".formatted(partition, account, role, session);
    }

    /** Returns the access key id of a session in the account. */
    static String sessionKey(String account) {
        return "ASIA" + checked(account) + "FAKE";
    }

    /** Returns the account of an access key id; {@link FakeAws#ACCOUNT} for a key that was not made here. */
    static String account(String accessKeyId) {
        Matcher key = ACCESS_KEY.matcher(accessKeyId);
        return key.matches() ? key.group(1) : FakeAws.ACCOUNT;
    }

    /** Returns the ARN of the caller. */
    static String principal(String account, String region, Optional<String> sessionToken) {
        return sessionToken
                .filter(token -> token.startsWith("arn:"))
                .orElseGet(() -> session(partition(region), account, "Overseer", "testkit"));
    }

    static String partition(String region) {
        return PartitionMetadata.of(Region.of(region)).id();
    }

    private static String checked(String account) {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("\"%s\" is not an AWS account: twelve digits".formatted(account));
        }
        return account;
    }
}
