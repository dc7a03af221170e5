package dev.overseer.cli.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom to speak to about what a principal did: a role, since its sessions may be as many as its calls. Sessions of <a
 * href="https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html">IAM Identity Center</a>
 * are named after people, and stay.
 */
final class Person {
    private static final Pattern SESSION = Pattern.compile(
            "(arn:[a-z-]+:sts::[^:]*:assumed-role/(?!awsreservedsso_)[^/]+)/.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private Person() {}

    /** Returns the person, written as the principal is. */
    static String of(String principal) {
        Matcher session = SESSION.matcher(principal);
        return session.matches() ? session.group(1) : principal;
    }
}
