package dev.overseer.runtime.aws;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.DefaultValueTrait;

/**
 * Tells writes apart by their parameters, sensitive ones included.
 *
 * <p>Fields that the SDK fills in by itself, such as idempotency tokens, do not count: they differ at every call.
 */
final class RequestDigest {
    private final Hasher hasher = Hashing.sha256().newHasher();

    private RequestDigest() {}

    static String of(SdkPojo request) {
        RequestDigest digest = new RequestDigest();
        digest.put(request);
        return digest.hasher.hash().toString();
    }

    private void put(@Nullable Object value) {
        switch (value) {
            case null -> text("null");
            case SdkPojo pojo -> fields(pojo);
            case SdkBytes bytes -> text(bytes.asByteArray());
            case Collection<?> elements -> elements(elements);
            case Map<?, ?> entries -> entries(entries);
            default -> text(value.toString());
        }
    }

    private void fields(SdkPojo pojo) {
        text("{");
        for (SdkField<?> field : pojo.sdkFields()) {
            if (!field.containsTrait(DefaultValueTrait.class)) {
                text(field.memberName());
                put(field.getValueOrDefault(pojo));
            }
        }
        text("}");
    }

    private void elements(Collection<?> elements) {
        text("[");
        elements.forEach(this::put);
        text("]");
    }

    private void entries(Map<?, ?> entries) {
        Map<String, Object> sorted = new TreeMap<>();
        entries.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        text("(");
        sorted.forEach((key, value) -> {
            text(key);
            put(value);
        });
        text(")");
    }

    private void text(String text) {
        text(text.getBytes(StandardCharsets.UTF_8));
    }

    private void text(byte[] bytes) {
        hasher.putInt(bytes.length).putBytes(bytes);
    }
}
