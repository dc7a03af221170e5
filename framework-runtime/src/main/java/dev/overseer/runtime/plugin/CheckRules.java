package dev.overseer.runtime.plugin;

import dev.overseer.api.Check;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds for a control's checks. */
final class CheckRules {

    private CheckRules() {}

    static <R> List<String> problems(String control, List<Check<R>> checks) {
        List<String> problems = new ArrayList<>();
        if (checks.isEmpty()) {
            problems.add("Control %s has no check. Return at least one from checks().".formatted(control));
        }
        Set<String> ids = new HashSet<>();
        for (@Nullable Check<R> check : checks) {
            if (check == null) {
                problems.add("Control %s returns a null among its checks(). Remove it.".formatted(control));
                continue;
            }
            String id = String.valueOf(check.id());
            if (!Names.isKebab(id)) {
                problems.add("Control %s has a check \"%s\". Name it in kebab case, such as \"public-keys\"."
                        .formatted(control, id));
            }
            if (!ids.add(id)) {
                problems.add("Control %s has two checks \"%s\". Rename one.".formatted(control, id));
            }
        }
        return problems;
    }
}
