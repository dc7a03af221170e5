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

    private static final String CHOICES = "off, on, ssm:/name, file:/path, or a list of stops";
    private static final Word<KillSwitchPlace> WORD = new Word<>(CHOICES, KillSwitchShape::elsewhere, Schemas.any());

    @Override
    public Optional<KillSwitchPlace> read(Place place) {
        return saysItself(place.yaml()) ? stops.read(place).map(KillSwitchPlace.Here::new) : WORD.read(place);
    }

    private static boolean saysItself(Yaml yaml) {
        return yaml instanceof Yaml.Sequence || (yaml instanceof Yaml.Scalar scalar && Words.isOnOff(scalar.text()));
    }

    @Override
    public ObjectNode schema() {
        return Schemas.anyOf(List.of(Schemas.pattern("(ssm|file):/.+"), stops.schema()));
    }

    private static KillSwitchPlace elsewhere(String text) {
        if (text.startsWith(ParameterName.PREFIX)) {
            return new KillSwitchPlace.InParameter(ParameterName.of(text));
        }
        if (text.startsWith(FILE)) {
            return new KillSwitchPlace.InFile(path(text.substring(FILE.length())));
        }
        throw new IllegalArgumentException(
                "%s is not a place for a kill switch. Write %s".formatted(Words.quoted(text), CHOICES));
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
