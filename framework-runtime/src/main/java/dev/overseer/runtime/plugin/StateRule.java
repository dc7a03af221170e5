package dev.overseer.runtime.plugin;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Controls are stateless: several threads ask them about several incidents at once. */
final class StateRule {

    private StateRule() {}

    static List<String> problems(String control, Class<?> type) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredFields()))
                .filter(StateRule::canChange)
                .map(field ->
                        "Control %s keeps state in the field %s of %s. Make it final, or pass what it holds on in a checkpoint."
                                .formatted(
                                        control,
                                        field.getName(),
                                        field.getDeclaringClass().getName()))
                .sorted()
                .toList();
    }

    private static boolean canChange(Field field) {
        return !Modifier.isFinal(field.getModifiers()) && !field.isSynthetic();
    }
}
