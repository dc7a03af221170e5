package dev.overseer.cli.template;

import java.util.List;

/**
 * An EventBridge rule.
 *
 * @param id its logical id
 * @param controls which controls want what it lets through, in order
 * @param pattern as JSON in ASCII without white space, of at most 2,048 characters
 */
record EventRule(String id, List<String> controls, String pattern) {
    /** What a description holds. */
    private static final int MOST_CHARACTERS = 512;

    EventRule {
        controls = List.copyOf(controls);
    }

    String description() {
        String all = "What is wanted by " + String.join(", ", controls);
        return all.length() <= MOST_CHARACTERS ? all : "What is wanted by %d controls".formatted(controls.size());
    }
}
