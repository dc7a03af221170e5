package dev.overseer.cli.report;

/**
 * Whom to speak to about what a principal did: a role, since its sessions may be as many as its calls. Sessions of <a
 * href="https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html">IAM Identity Center</a>
 * are named after people, and stay.
 */
final class Person {
    private static final String SESSION = ":assumed-role/";
    private static final String NAMED_AFTER_PEOPLE = "awsreservedsso_";

    private Person() {}

    /** Returns the person, written as the principal is. */
    static String of(String principal) {
        int role = principal.indexOf(SESSION) + SESSION.length();
        int end = principal.indexOf('/', role);
        boolean isSession = role >= SESSION.length() && end > 0;
        return isSession && !principal.regionMatches(true, role, NAMED_AFTER_PEOPLE, 0, NAMED_AFTER_PEOPLE.length())
                ? principal.substring(0, end)
                : principal;
    }
}
