package dev.overseer.testkit;

import static dev.overseer.testkit.S3Xml.document;
import static dev.overseer.testkit.S3Xml.element;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways to write an ACL: a canned one, grants in headers, or a document. All are kept as a document. */
final class S3Acl {
    private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
    private static final String AUTHENTICATED = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    private static final String LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";

    private static final Map<String, String> HEADERS = Map.of(
            "x-amz-grant-read", "READ",
            "x-amz-grant-write", "WRITE",
            "x-amz-grant-read-acp", "READ_ACP",
            "x-amz-grant-write-acp", "WRITE_ACP",
            "x-amz-grant-full-control", "FULL_CONTROL");

    private static final Pattern GRANTEE = Pattern.compile("(id|uri|emailAddress)=\"?([^\",]+)\"?");

    private S3Acl() {}

    /** Returns the canonical user that an account's buckets belong to. */
    static String owner(String account) {
        return "canonical-" + account;
    }

    static String privateTo(String account) {
        return of(account, "");
    }

    static boolean isPublic(String acl) {
        return S3Xml.texts(acl, "URI").stream().anyMatch(uri -> uri.equals(ALL_USERS) || uri.equals(AUTHENTICATED));
    }

    /** Returns the ACL that a request sets by its headers; private if it names none. */
    static String ofHeaders(String account, UnaryOperator<String> header) {
        String granted = HEADERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> grants(header.apply(entry.getKey()), entry.getValue()))
                .collect(Collectors.joining());
        return granted.isEmpty() ? canned(account, header.apply("x-amz-acl")) : of(account, granted);
    }

    /** Returns the ACL that an event sets. In old records each header is a list of one. */
    static String ofRecord(String account, JsonNode parameters) {
        JsonNode policy = parameters.path("AccessControlPolicy");
        return policy.isObject()
                ? S3Xml.ofRecord("AccessControlPolicy", policy)
                : ofHeaders(account, name -> header(parameters.path(name)));
    }

    static String header(JsonNode value) {
        return value.isArray() ? value.path(0).asText("") : value.asText("");
    }

    private static String canned(String account, String name) {
        return switch (name) {
            case "public-read" -> of(account, group(ALL_USERS, "READ"));
            case "public-read-write" -> of(account, group(ALL_USERS, "READ") + group(ALL_USERS, "WRITE"));
            case "authenticated-read" -> of(account, group(AUTHENTICATED, "READ"));
            case "log-delivery-write" -> of(account, group(LOG_DELIVERY, "WRITE") + group(LOG_DELIVERY, "READ_ACP"));
            default -> privateTo(account);
        };
    }

    private static String of(String account, String more) {
        return document(
                "AccessControlPolicy",
                "<Owner>" + element("ID", owner(account)) + "</Owner><AccessControlList>"
                        + grant("CanonicalUser", element("ID", owner(account)), "FULL_CONTROL") + more
                        + "</AccessControlList>");
    }

    private static String group(String uri, String permission) {
        return grant("Group", element("URI", uri), permission);
    }

    private static String grant(String type, String grantee, String permission) {
        return "<Grant><Grantee xsi:type=\"%s\">%s</Grantee>%s</Grant>"
                .formatted(type, grantee, element("Permission", permission));
    }

    private static Stream<String> grants(String header, String permission) {
        return GRANTEE.matcher(header).results().map(found -> switch (found.group(1)) {
            case "uri" -> group(found.group(2), permission);
            case "id" -> grant("CanonicalUser", element("ID", found.group(2)), permission);
            default -> grant("AmazonCustomerByEmail", element("EmailAddress", found.group(2)), permission);
        });
    }
}
