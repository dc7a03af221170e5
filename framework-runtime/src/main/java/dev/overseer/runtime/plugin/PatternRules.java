package dev.overseer.runtime.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.EventPattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;
import software.amazon.event.ruler.ValuePatterns;

/** What holds for an event pattern, which both event-ruler and EventBridge must understand. */
final class PatternRules {
    /** <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html">EventBridge's limit</a>. */
    private static final int MAX_LENGTH = 2_048;

    private static final ObjectReader STRICT_JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private PatternRules() {}

    /** Returns whether events can be held against the pattern, be it a good one or not. */
    static boolean isCompilable(EventPattern pattern) {
        return pattern.json() != null && JsonRuleCompiler.check(pattern.json()) == null;
    }

    static List<String> problems(String control, EventPattern pattern) {
        Optional<String> syntax = syntaxProblem(pattern);
        if (syntax.isPresent()) {
            return List.of("Control %s has an event pattern that is not valid: %s. Correct %s"
                    .formatted(control, syntax.get(), pattern.json()));
        }
        List<String> problems = new ArrayList<>();
        if (!namesAwsSourcesOnly(pattern.json())) {
            problems.add(
                    "Control %s has an event pattern that forged events could match. Name literal sources of AWS only, such as \"source\": [\"aws.glue\"], in %s"
                            .formatted(control, pattern.json()));
        }
        if (sources(pattern.json()).anyMatch(PatternRules::isOfRecord)) {
            problems.add(
                    "Control %s has an event pattern of a source that no event has. EventPattern.creations and apiCalls take \"sqs\" for \"sqs.amazonaws.com\", and \"source\" is then \"aws.sqs\". Correct %s"
                            .formatted(control, pattern.json()));
        }
        if (pattern.json().length() > MAX_LENGTH) {
            problems.add(
                    "Control %s has an event pattern of %,d characters, and EventBridge takes %,d. Split it into several patterns: %s"
                            .formatted(control, pattern.json().length(), MAX_LENGTH, pattern.json()));
        }
        return problems;
    }

    private static Optional<String> syntaxProblem(EventPattern pattern) {
        // Without overriding, so that a path named twice, which would silently replace the first, is a problem.
        Optional<String> refusal = Optional.ofNullable(JsonRuleCompiler.check(pattern.json(), false));
        return refusal.or(() -> jsonProblem(pattern.json()))
                .flatMap(text -> text.lines().findFirst());
    }

    /** Finds what event-ruler overlooks, such as text behind the object. */
    private static Optional<String> jsonProblem(String json) {
        try {
            STRICT_JSON.readTree(json);
            return Optional.empty();
        } catch (JsonProcessingException invalid) {
            return Optional.of(invalid.getOriginalMessage());
        }
    }

    /** Looks at the compiled pattern, since an {@code $or} may name sources of its own. */
    private static boolean namesAwsSourcesOnly(String json) {
        return alternatives(json).stream()
                .map(fields -> fields.getOrDefault("source", List.of()))
                .allMatch(sources -> !sources.isEmpty() && sources.stream().allMatch(PatternRules::isAwsSource));
    }

    private static Stream<Patterns> sources(String json) {
        return alternatives(json).stream().flatMap(fields -> fields.getOrDefault("source", List.of()).stream());
    }

    /** Returns whether it is written like a CloudTrail record's {@code eventSource}, which is not how EventBridge writes it. */
    private static boolean isOfRecord(Patterns source) {
        return source instanceof ValuePatterns literal && literal.pattern().endsWith(".amazonaws.com\"");
    }

    private static boolean isAwsSource(Patterns source) {
        return source instanceof ValuePatterns literal
                && literal.type() == MatchType.EXACT
                && literal.pattern().startsWith("\"aws.");
    }

    private static List<Map<String, List<Patterns>>> alternatives(String json) {
        try {
            return JsonRuleCompiler.compile(json);
        } catch (IOException checkedBefore) {
            throw new IllegalStateException(
                    "event-ruler refuses a pattern that it has checked: " + json, checkedBefore);
        }
    }
}
