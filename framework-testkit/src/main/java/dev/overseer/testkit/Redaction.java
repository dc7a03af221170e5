package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of a CloudTrail record what tells whose it is: accounts, people, keys, addresses. What is the same stays the
 * same, and names of resources stay, also in ARNs; so do {@code 0.0.0.0/0} and {@code ::/0}, of which checks make much.
 * Used once, for one record; the called account becomes {@link FakeAws#ACCOUNT}.
 */
final class Redaction {
    private static final Pattern ACCOUNT_IN_ARN = Pattern.compile("arn:[a-z-]+:[^:]*:[^:]*:(\\d{12}):");
    private static final Pattern KEY_ID =
            Pattern.compile("\\b(AKIA|ASIA|AROA|AIDA|AGPA|AIPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{12,}\\b");
    private static final Pattern EMAIL = Pattern.compile("[\\w.+%-]+@[\\w-]+(?:\\.[\\w-]+)*");
    private static final Pattern IP_V4 =
            Pattern.compile("(?<![\\w.])(\\d{1,3}(?:\\.\\d{1,3}){3})(/\\d{1,2})?(?![\\w.])");
    private static final Pattern IP_V6 = Pattern.compile(
            "(?<![\\w:])((?:[0-9a-fA-F]{1,4}:){1,7}:?(?:[0-9a-fA-F]{0,4}:?){0,7}|::[0-9a-fA-F:]+)(/\\d{1,3})?(?![\\w:])");
    private static final Pattern SSH_KEY = Pattern.compile("\\b((?:ssh|ecdsa)-[\\w@.-]+) \\S+( .*)?");
    private static final Pattern PRIVATE_HOST = Pattern.compile("\\bip-[\\d-]+(?:\\.[\\w-]+)*");

    private static final Set<String> ACCOUNT_FIELDS = Set.of("accountid", "recipientaccountid", "account", "ownerid");
    private static final Set<String> ID_FIELDS = Set.of("eventid", "requestid", "sharedeventid", "x-amz-id-2");
    private static final List<String> OTHER_ACCOUNTS =
            List.of("210987654321", "111122223333", "444455556666", "777788889999");
    private static final int SHORTEST_NAME = 3;

    private final Map<String, String> accounts = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, String> hosts = new LinkedHashMap<>();

    private Redaction() {}

    /** Returns a copy of a record without what is confidential. */
    static ObjectNode of(ObjectNode record) {
        Redaction redaction = new Redaction();
        redaction.account(record.path("recipientAccountId").asText());
        redaction.collectAccounts("", record);
        redaction.collectNames(record.path("userIdentity"));
        ObjectNode copy = redaction.object(record);
        if (copy.path("userAgent").isTextual()) {
            copy.put("userAgent", agent(copy.path("userAgent").asText()));
        }
        return copy;
    }

    private void collectAccounts(String field, JsonNode node) {
        if (node.isTextual()) {
            if (ACCOUNT_FIELDS.contains(lower(field))) {
                account(node.asText());
            }
            ACCOUNT_IN_ARN.matcher(node.asText()).results().forEach(found -> account(found.group(1)));
        }
        node.properties().forEach(member -> collectAccounts(member.getKey(), member.getValue()));
        if (node.isArray()) {
            node.forEach(element -> collectAccounts(field, element));
        }
    }

    private void account(String id) {
        if (id.matches("\\d{12}")) {
            accounts.computeIfAbsent(
                    id,
                    _ -> accounts.isEmpty()
                            ? FakeAws.ACCOUNT
                            : OTHER_ACCOUNTS.get((accounts.size() - 1) % OTHER_ACCOUNTS.size()));
        }
    }

    /** Users and sessions are people; roles are resources. */
    private void collectNames(JsonNode identity) {
        String arn = identity.path("arn").asText();
        String last = arn.substring(arn.lastIndexOf('/') + 1);
        String principal = identity.path("principalId").asText();
        boolean isSession = arn.contains(":assumed-role/") || arn.contains(":federated-user/");
        if (isSession) {
            name(last, "session");
        } else if (arn.contains(":user/")) {
            name(last, "user");
            name(identity.path("userName").asText(), "user");
        }
        if (principal.contains(":")) {
            name(principal.substring(principal.indexOf(':') + 1), "session");
        }
    }

    private void name(String name, String kind) {
        if (name.length() >= SHORTEST_NAME) {
            names.computeIfAbsent(name, _ -> "%s-%d".formatted(kind, names.size() + 1));
        }
    }

    private ObjectNode object(JsonNode node) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> copy.set(member.getKey(), value(member.getKey(), member.getValue())));
        return copy;
    }

    private JsonNode value(String field, JsonNode node) {
        if (node.isObject()) {
            return object(node);
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(value(field, element)));
            return copy;
        }
        return node.isTextual() ? TextNode.valueOf(text(lower(field), node.asText())) : node;
    }

    private String text(String field, String text) {
        if (ID_FIELDS.contains(field)) {
            return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        }
        if (field.equals("rolesessionname") || field.equals("sourceidentity")) {
            name(text, "session");
        }
        if (isHost(field, text)) {
            return hosts.computeIfAbsent(text, _ -> "host-%d.example.com".formatted(hosts.size() + 1));
        }
        String redacted = text;
        for (Map.Entry<String, String> account : accounts.entrySet()) {
            redacted = redacted.replaceAll("(?<!\\d)%s(?!\\d)".formatted(account.getKey()), account.getValue());
        }
        for (Map.Entry<String, String> name : names.entrySet()) {
            redacted = redacted.replaceAll(
                    "(?<![\\w.@-])%s(?![\\w@-])".formatted(Pattern.quote(name.getKey())), name.getValue());
        }
        redacted = replaced(SSH_KEY, redacted, key -> key.group(1) + " AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLE");
        redacted = replaced(KEY_ID, redacted, key -> key.group(1) + "IOSFODNN7EXAMPLE");
        redacted = replaced(PRIVATE_HOST, redacted, host -> "host.example.com");
        redacted = replaced(EMAIL, redacted, email -> "user@example.com");
        if (!field.equals("useragent")) {
            redacted = replaced(IP_V4, redacted, ip -> address(ip, "0.0.0.0", "192.0.2."));
            redacted = replaced(IP_V6, redacted, ip -> address(ip, "::", "2001:db8::"));
        }
        return redacted;
    }

    private String address(Matcher found, String everything, String example) {
        String range = found.group(2) == null ? "" : found.group(2);
        return range.equals("/0") || found.group(1).equals(everything)
                ? found.group()
                : addresses.computeIfAbsent(found.group(1), _ -> example + (addresses.size() % 254 + 1)) + range;
    }

    private static String replaced(Pattern pattern, String text, Function<Matcher, String> by) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder redacted = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(redacted, Matcher.quoteReplacement(by.apply(matcher)));
        }
        return matcher.appendTail(redacted).toString();
    }

    /** Endpoints of AWS are no secret. */
    private static boolean isHost(String field, String text) {
        boolean named = Stream.of("host", "hostname", "dnsname").anyMatch(field::endsWith);
        return named && text.contains(".") && (!text.endsWith(".amazonaws.com") || text.contains("compute"));
    }

    /** A service that calls for somebody is told by its name; a program tells much about who runs it. */
    private static String agent(String agent) {
        return agent.endsWith(".amazonaws.com") ? agent : "aws-cli/2.31.0";
    }

    private static String lower(String field) {
        return field.toLowerCase(Locale.ROOT);
    }
}
