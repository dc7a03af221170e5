package dev.overseer.sinks.notify;

import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What somebody puts into the configuration to have a resource left alone. */
final class ExemptionRequest {
    /** The most that is offered unasked. */
    private static final int DAYS = 30;

    /** A longer id is nobody's to copy. */
    private static final int LONGEST_ID = 2048;

    private ExemptionRequest() {}

    /** Returns the section, which is complete but for a reason and an owner. */
    static String yaml(Incident incident, Instant now) {
        String id = incident.target().id();
        LocalDate until = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(DAYS);
        return """
                exemptions:
                  - control: %s
                    resource: %s%s
                    reason: "say why"
                    owner: "you@example.com"
                    until: %s
                """.formatted(
                        quoted(incident.control()),
                        quoted(id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) + "*" : id),
                        id.contains("*") || id.length() > LONGEST_ID ? "  # a * stands for any characters" : "",
                        until);
    }

    /**
     * Returns a text as YAML reads it back, and as one line of visible characters
     * (<a href="https://yaml.org/spec/1.1/#id872840">escape sequences in double quotes</a>).
     */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (isPrintable(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(c > Character.MAX_VALUE ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isPrintable(int c) {
        String text = Character.toString(c);
        return Printable.line(text).equals(text);
    }
}
