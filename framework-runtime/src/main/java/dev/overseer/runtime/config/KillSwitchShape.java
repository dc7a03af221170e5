package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.decision.KillSwitchPlace;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the kill switch is: what it says, or {@code ssm:} or {@code file:} and where that is.
 *
 * @param stops what it may say in the configuration itself
 */
record KillSwitchShape(StopsShape stops) implements Shape<KillSwitchPlace> {
    static final String FILE = "file:";

    @Override
    public Optional<KillSwitchPlace> read(Place place) {
        return place.yaml() instanceof Yaml.Scalar scalar && scalar.text().indexOf(':') > 0
                ? WORD.read(place)
                : stops.read(place).map(KillSwitchPlace.Here::new);
    }

    @Override
    public ObjectNode schema() {
        return Schemas.anyOf(List.of(Schemas.pattern("(ssm|file):/.+"), stops.schema()));
    }

    private static final Word<KillSwitchPlace> WORD =
            new Word<>("off, ssm:/name or file:/path", KillSwitchShape::elsewhere, Schemas.any());

    private static KillSwitchPlace elsewhere(String text) {
        if (text.startsWith(ParameterName.PREFIX)) {
            return new KillSwitchPlace.InParameter(ParameterName.of(text));
        }
        if (text.startsWith(FILE)) {
            return new KillSwitchPlace.InFile(path(text.substring(FILE.length())));
        }
        throw new IllegalArgumentException(
                "%s is not a place for a kill switch. Write off, ssm:/name, file:/path, or a list of stops"
                        .formatted(Words.quoted(text)));
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("%s is not a path".formatted(Words.quoted(text)), wrong);
        }
        throw new IllegalArgumentException(
                "%s is not a whole path. Begin it with /, since hosts start in different folders"
                        .formatted(Words.quoted(text)));
    }
}
