package dev.overseer.runtime.config;

import com.google.common.base.Suppliers;
import dev.overseer.runtime.decision.KillSwitch;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Stop;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes kill switches of where they are.
 *
 * <p>Wherever it is, it says {@code off}, {@code on}, or a list of stops as in the configuration. A file that does not exist
 * stops nothing. What cannot be read or understood stops everything, and so does a parameter that does not exist: whoever
 * deletes it should not start anything.
 */
public final class KillSwitches {
    private final StopsShape shape;
    private final Supplier<ParameterStore> parameters;
    private final Clock clock;

    /**
     * @param parameters asked for the first time when a parameter is to be read
     */
    public KillSwitches(PluginCatalog catalog, Supplier<ParameterStore> parameters, Clock clock) {
        this.shape = new StopsShape(new InstalledControls(catalog));
        this.parameters = Suppliers.memoize(parameters::get);
        this.clock = clock;
    }

    /** Returns the kill switch at a place. Reads nothing before it is asked. */
    public KillSwitch at(KillSwitchPlace place) {
        return switch (place) {
            case KillSwitchPlace.Here(List<Stop> stops) ->
                (control, target) -> stops.stream()
                        .filter(stop -> stop.covers(control, target.account(), target.region()))
                        .findFirst();
            case KillSwitchPlace.InFile(Path path) -> new RereadKillSwitch(() -> inFile(path), clock);
            case KillSwitchPlace.InParameter(String name) -> new RereadKillSwitch(() -> inParameter(name), clock);
        };
    }

    private List<Stop> inFile(Path path) {
        try (InputStream file = Files.newInputStream(path)) {
            return stops(file.readNBytes(YamlDocument.LARGEST + 1), "file:" + path);
        } catch (NoSuchFileException absent) {
            requireAbsent(path, absent);
            return List.of();
        } catch (IOException unreadable) {
            throw new UnreadableSwitchException(
                    "file:%s cannot be read: %s. Correct that, or write off into it".formatted(path, unreadable),
                    unreadable);
        }
    }

    /** Looks behind the absence: a volume that is not mounted, or a link to nowhere, is not a file that is not there. */
    private static void requireAbsent(Path path, NoSuchFileException absent) {
        Path folder = path.toAbsolutePath().getParent();
        boolean readable = folder != null && Files.isDirectory(folder) && Files.isReadable(folder);
        if (!readable || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnreadableSwitchException(
                    "file:%s cannot be looked for: %s. Correct that, or write off into the file"
                            .formatted(
                                    path,
                                    readable ? "it is a link to nowhere" : "there is no readable folder " + folder),
                    absent);
        }
    }

    private List<Stop> inParameter(String name) {
        Optional<String> value;
        try {
            value = parameters.get().value(name);
        } catch (ParameterStoreException unreadable) {
            throw new UnreadableSwitchException(String.valueOf(unreadable.getMessage()), unreadable);
        }
        return value.map(text -> stops(text.getBytes(StandardCharsets.UTF_8), ParameterName.PREFIX + name))
                .orElseThrow(() -> new UnreadableSwitchException(
                        "there is no parameter %1$s. Create it: aws ssm put-parameter --name %1$s --type String --value off"
                                .formatted(name)));
    }

    private List<Stop> stops(byte[] content, String source) {
        Findings findings = new Findings(source);
        Optional<List<Stop>> stops = YamlDocument.read(content, "is empty", findings)
                .flatMap(yaml -> shape.read(Place.root(yaml, findings)));
        if (!findings.problems().isEmpty()) {
            throw new UnreadableSwitchException("%s. Write off, on, or a list of stops"
                    .formatted(findings.problems().getFirst()));
        }
        return stops.orElseThrow();
    }
}
