package dev.overseer.api;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes down what others can compile or link against: a line for each public type and each member they can see. */
final class ApiSignature {
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final Pattern SHORTENED = Pattern.compile("\\b(?:java\\.lang|dev\\.overseer\\.api)\\.(?=[A-Z])");

    private ApiSignature() {}

    /** Returns the types of the package that holds {@code sample}, as compiled beside it. */
    static List<Class<?>> typesBeside(Class<?> sample) throws IOException, URISyntaxException {
        Path root = Path.of(
                sample.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path folder = root.resolve(sample.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> sample.getPackageName() + "." + name.substring(0, name.length() - ".class".length()))
                    .<Class<?>>map(ApiSignature::load)
                    .toList();
        }
    }

    static List<String> of(List<Class<?>> types) {
        return types.stream()
                .filter(ApiSignature::isVisible)
                .sorted(Comparator.comparing(Class::getName))
                .flatMap(type -> Stream.concat(
                                Stream.of(declaration(type)), members(type).sorted())
                        .map(line -> shortened(type.getCanonicalName() + ": " + line)))
                .toList();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiSignature.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " was just listed", e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
            if (outer.isAnonymousClass() || outer.isLocalClass() || !isVisible(outer.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static Stream<String> members(Class<?> type) {
        Stream<String> constants = type.isEnum()
                ? Arrays.stream((Enum<?>[]) type.getEnumConstants())
                        .map(c -> "constant %d %s".formatted(c.ordinal(), c))
                : Stream.empty();
        Stream<String> fields = Arrays.stream(type.getDeclaredFields())
                .filter(field -> isVisible(field.getModifiers()) && !field.isEnumConstant() && !field.isSynthetic())
                .map(ApiSignature::field);
        Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> isVisible(constructor.getModifiers()) && !constructor.isSynthetic())
                .map(ApiSignature::constructor);
        Stream<String> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> isVisible(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !OF_EVERY_OBJECT.contains(method.getName()))
                .map(ApiSignature::method);
        return Stream.of(constants, fields, constructors, methods).flatMap(part -> part);
    }

    private static String declaration(Class<?> type) {
        int implied = type.isInterface() ? Modifier.INTERFACE | Modifier.ABSTRACT : 0;
        Stream<Type> up = Stream.ofNullable(type.getGenericSuperclass())
                .filter(parent -> parent != Object.class && !type.isRecord() && !type.isEnum());
        return words(
                Modifier.toString(type.getModifiers() & ~implied),
                type.isSealed() ? "sealed" : "",
                kind(type) + typeParameters(type) + (type.isRecord() ? components(type) : ""),
                list("extends", up),
                list("implements", Arrays.stream(type.getGenericInterfaces())),
                list("permits", type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.empty()));
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "annotation";
        }
        if (type.isInterface()) {
            return "interface";
        }
        return type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    private static String components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> component.getGenericType().getTypeName() + " " + component.getName())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String field(Field field) {
        return words(
                Modifier.toString(field.getModifiers()), field.getGenericType().getTypeName(), field.getName());
    }

    private static String constructor(Constructor<?> constructor) {
        return words(
                modifiers(constructor),
                typeParameters(constructor),
                "constructor" + parameters(constructor),
                list("throws", Arrays.stream(constructor.getGenericExceptionTypes())));
    }

    private static String method(Method method) {
        return words(
                modifiers(method),
                method.isDefault() ? "default" : "",
                typeParameters(method),
                method.getGenericReturnType().getTypeName(),
                method.getName() + parameters(method),
                list("throws", Arrays.stream(method.getGenericExceptionTypes())));
    }

    private static String modifiers(Executable executable) {
        return Modifier.toString(executable.getModifiers() & (Modifier.methodModifiers() & ~Modifier.SYNCHRONIZED));
    }

    private static String typeParameters(GenericDeclaration generic) {
        return generic.getTypeParameters().length == 0
                ? ""
                : Arrays.stream(generic.getTypeParameters())
                        .map(ApiSignature::typeParameter)
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String typeParameter(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getBounds())
                .filter(bound -> bound != Object.class)
                .map(Type::getTypeName)
                .collect(Collectors.joining(" & "));
        return bounds.isEmpty() ? variable.getName() : variable.getName() + " extends " + bounds;
    }

    private static String parameters(Executable executable) {
        String parameters = Arrays.stream(executable.getGenericParameterTypes())
                .map(Type::getTypeName)
                .collect(Collectors.joining(", ", "(", ")"));
        return executable.isVarArgs() ? parameters.replaceAll("\\[]\\)$", "...)") : parameters;
    }

    private static String words(String... words) {
        return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }

    private static String list(String word, Stream<? extends Type> types) {
        String names = types.map(Type::getTypeName).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : word + " " + names;
    }

    private static String shortened(String line) {
        return SHORTENED.matcher(line).replaceAll("").replace('$', '.');
    }
}
