package dev.overseer.runtime.config;

import dev.overseer.runtime.decision.Provenance;

/**
 * A place in a configuration, while it is read.
 *
 * @param mark what to point at: a list's or mapping's key, if it has one
 * @param path such as {@code scopes[0].mode}; empty for the whole
 */
record Place(Yaml yaml, Yaml.Mark mark, String path, Findings findings) {

    static Place root(Yaml yaml, Findings findings) {
        return new Place(yaml, yaml.mark(), "", findings);
    }

    Place entry(Yaml.Entry entry) {
        return new Place(entry.value(), entry.place(), below(path, entry.key()), findings);
    }

    Place item(int index, Yaml item) {
        return new Place(item, item.mark(), path + "[" + index + "]", findings);
    }

    /** Returns the path of a key of the mapping at a path. */
    static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void problem(String message) {
        findings.problem(mark, path, message);
    }

    void warning(String message) {
        findings.warning(mark, path, message);
    }

    /** Tells that something else was expected here; nothing if that was told already. */
    void expected(String what) {
        if (yaml instanceof Yaml.Refused) {
            return;
        }
        problem("is %s. Write %s%s"
                .formatted(
                        yaml.kind(),
                        what,
                        yaml instanceof Yaml.Scalar scalar && scalar.isNull() ? ", or remove it" : ""));
    }

    Provenance said() {
        return findings.said(mark);
    }
}
