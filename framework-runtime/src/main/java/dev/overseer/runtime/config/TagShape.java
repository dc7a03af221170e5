package dev.overseer.runtime.config;

import static dev.overseer.runtime.config.Key.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.decision.Exemption.Subject;
import java.util.List;
import java.util.Optional;

/** A tag: {@code key=value}, or a mapping of both for a key that has an equals sign in it. */
final class TagShape implements Shape<Subject.Tag> {
    private static final Key<String> KEY = required("key", Words.text("the tag's key"), "the tag's key");
    private static final Key<String> VALUE =
            required("value", new Word<>("the tag's value", text -> text, Schemas.type("string")), "the tag's value");

    private static final Shape<Subject.Tag> PAIR = new Word<>("key=value", TagShape::pair, Schemas.pattern("[^=]+=.*"));
    private static final Shape<Subject.Tag> MAPPING =
            new Section<>(List.of(KEY, VALUE), values -> new Subject.Tag(values.require(KEY), values.require(VALUE)));

    @Override
    public Optional<Subject.Tag> read(Place place) {
        return place.yaml() instanceof Yaml.Mapping ? MAPPING.read(place) : PAIR.read(place);
    }

    @Override
    public ObjectNode schema() {
        return Schemas.anyOf(List.of(PAIR.schema(), MAPPING.schema()));
    }

    private static Subject.Tag pair(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("%s is not a tag. Write key=value".formatted(Words.quoted(text)));
        }
        return new Subject.Tag(text.substring(0, equals), text.substring(equals + 1));
    }
}
