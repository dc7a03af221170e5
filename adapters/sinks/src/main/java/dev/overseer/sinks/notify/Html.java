package dev.overseer.sinks.notify;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of HTML. A text gets into it escaped, or not at all: {@link #of} takes nothing but constants and other pieces.
 *
 * <p>Not a template engine: the two letters would be one template of sixty lines, and the engine would be a jar more in every
 * function.
 */
record Html(String source) {
    static final Html NOTHING = new Html("");

    /** Returns a text as it may stand between tags, or in an attribute's quotes. */
    static Html text(String text) {
        return new Html(text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
    }

    /** Returns the same, that may be broken where the parts of an ARN end, though not within a time. */
    static Html breaking(String text) {
        return new Html(text(text).source().replaceAll("[:/](?![0-9])", "$0<wbr>"));
    }

    /** Returns a template with pieces in place of each {@code %s}. */
    static Html of(@CompileTimeConstant String template, Html... pieces) {
        return new Html(template.formatted(
                (Object[]) Arrays.stream(pieces).map(Html::source).toArray(String[]::new)));
    }

    static Html join(Stream<Html> pieces) {
        return join(NOTHING, pieces);
    }

    static Html join(Html between, Stream<Html> pieces) {
        return new Html(pieces.map(Html::source).collect(Collectors.joining(between.source())));
    }
}
