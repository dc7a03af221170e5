package dev.overseer.runtime.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Settings records as JSON, and as JSON Schema. */
final class SettingsJson {
    private static final Set<Class<?>> WHOLE_NUMBERS =
            Set.of(int.class, long.class, short.class, Integer.class, Long.class, Short.class);

    private SettingsJson() {}

    /** Returns a mapper that makes values of text, as configurations hold it. */
    static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new SimpleModule()
                        .addSerializer(new DurationAsText())
                        .addDeserializer(Duration.class, new DurationOfText())
                        .addDeserializer(boolean.class, new OnOrOff(boolean.class))
                        .addDeserializer(Boolean.class, new OnOrOff(Boolean.class)))
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
        mapper.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        return mapper;
    }

    /** Returns a settings record as JSON. */
    static ObjectNode of(Record settings) {
        return mapper().valueToTree(settings);
    }

    /** Returns a value with another on top: keys are added and replaced, anything else is replaced as a whole. */
    static JsonNode merged(JsonNode below, JsonNode above) {
        if (!(below instanceof ObjectNode base) || !(above instanceof ObjectNode)) {
            return above;
        }
        ObjectNode merged = base.deepCopy();
        above.properties()
                .forEach(entry -> merged.set(entry.getKey(), merged(base.path(entry.getKey()), entry.getValue())));
        return merged;
    }

    static ObjectNode schema(Record defaults) {
        ObjectNode schema = schema(defaults.getClass());
        of(defaults).properties().forEach(entry -> {
            if (schema.path("properties").path(entry.getKey()) instanceof ObjectNode property) {
                property.set("default", entry.getValue());
            }
        });
        return schema;
    }

    /** Describes what is known to be read from text; anything else is left open. */
    private static ObjectNode schema(Type type) {
        if (type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw
                && Collection.class.isAssignableFrom(raw)) {
            ObjectNode array = Schemas.type("array");
            array.set("items", schema(generic.getActualTypeArguments()[0]));
            return array;
        }
        return type instanceof Class<?> plain ? schema(plain) : Schemas.any();
    }

    private static ObjectNode schema(Class<?> type) {
        if (type.isRecord()) {
            ObjectNode schema = Schemas.closedObject();
            for (RecordComponent component : type.getRecordComponents()) {
                schema.withObjectProperty("properties").set(component.getName(), schema(component.getGenericType()));
            }
            return schema;
        }
        if (type.isEnum()) {
            List<String> names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList();
            return Schemas.words(names);
        }
        if (type == boolean.class || type == Boolean.class) {
            return Words.onOff().schema();
        }
        if (WHOLE_NUMBERS.contains(type)) {
            return Schemas.type("integer");
        }
        return type == Duration.class ? Schemas.type("string") : Schemas.any();
    }

    private static final class DurationAsText extends StdScalarSerializer<Duration> {
        @Serial
        private static final long serialVersionUID = 1L;

        DurationAsText() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeString(value.toString());
        }
    }

    private static final class DurationOfText extends FromStringDeserializer<Duration> {
        @Serial
        private static final long serialVersionUID = 1L;

        DurationOfText() {
            super(Duration.class);
        }

        @Override
        protected Duration _deserialize(String value, DeserializationContext context) throws IOException {
            try {
                return DurationText.parse(value);
            } catch (IllegalArgumentException wrong) {
                throw context.weirdStringException(value, Duration.class, wrong.getMessage());
            }
        }
    }

    /** Also of the words that are not booleans in every YAML. */
    private static final class OnOrOff extends StdScalarDeserializer<Boolean> {
        @Serial
        private static final long serialVersionUID = 1L;

        OnOrOff(Class<Boolean> type) {
            super(type);
        }

        @Override
        public Boolean deserialize(JsonParser from, DeserializationContext context) throws IOException {
            String word = from.getText();
            try {
                return Words.onOff(word);
            } catch (IllegalArgumentException wrong) {
                throw context.weirdStringException(word, boolean.class, wrong.getMessage());
            }
        }
    }
}
