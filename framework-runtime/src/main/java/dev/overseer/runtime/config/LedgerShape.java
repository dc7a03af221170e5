package dev.overseer.runtime.config;

import static dev.overseer.runtime.config.Key.optional;
import static dev.overseer.runtime.config.Key.required;

import dev.overseer.runtime.config.Section.Values;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where incidents are kept. */
final class LedgerShape {
    private static final Key<String> TYPE = required(
            "type",
            Words.oneOf(List.of("sqlite", "dynamodb", "none"), "a ledger"),
            "where incidents are kept, as sqlite, dynamodb or none");
    private static final Key<Path> PATH = optional(
            "path",
            new Word<>("the path of a file", LedgerShape::path, Schemas.type("string")),
            "The file of an sqlite ledger. Default: the host's own choice");
    private static final Key<String> TABLE = optional("table", Words.table(), "The table of a dynamodb ledger");
    private static final Key<String> REGION =
            optional("region", Words.region(), "The table's region. Default: the host's own");
    private static final Key<Duration> RETAIN = optional(
            "retain", Words.positiveDuration(), "For how long incidents are kept, such as 400d. Default: 400d");

    static final Shape<LedgerSettings> SHAPE =
            new Section<>(List.of(TYPE, PATH, TABLE, REGION, RETAIN), LedgerShape::ledger);

    private LedgerShape() {}

    private static LedgerSettings ledger(Values values) {
        Duration retain = values.get(RETAIN).orElse(LedgerSettings.RETAIN);
        return switch (values.require(TYPE)) {
            case "sqlite" -> {
                allow(values, "sqlite", PATH, RETAIN);
                yield new LedgerSettings.Sqlite(values.get(PATH), retain);
            }
            case "dynamodb" -> {
                allow(values, "dynamodb", TABLE, REGION, RETAIN);
                if (!values.has(TABLE)) {
                    values.place().problem("lacks table: the name of the DynamoDB table. Add it");
                }
                yield new LedgerSettings.DynamoDb(values.get(TABLE).orElse(""), values.get(REGION), retain);
            }
            default -> {
                allow(values, "none");
                yield new LedgerSettings.None();
            }
        };
    }

    private static void allow(Values values, String type, Key<?>... allowed) {
        List<Key<?>> others = new ArrayList<>(List.of(PATH, TABLE, REGION, RETAIN));
        others.removeAll(List.of(allowed));
        others.stream()
                .filter(values::has)
                .forEach(key ->
                        values.place(key).problem("has no effect on a ledger of type %s. Remove it".formatted(type)));
    }

    private static Path path(String text) {
        if (text.isBlank() || text.startsWith("~")) {
            throw new IllegalArgumentException(
                    "%s is not a path: only a shell makes a folder of ~. Write the whole path"
                            .formatted(Words.quoted(text)));
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("%s is not a path".formatted(Words.quoted(text)), wrong);
        }
    }
}
