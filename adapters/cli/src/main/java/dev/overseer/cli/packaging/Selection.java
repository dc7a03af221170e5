package dev.overseer.cli.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Takes each jar once, whoever brings it, and finds where those who bring jars do not go together. */
final class Selection {
    /** The choice among equal jars must not show: neither in what is packed, nor in a message. */
    private static final Comparator<Library> SHIPPED_FIRST = Comparator.comparing(
                    (Library library) -> !library.bringer().shipped())
            .thenComparing(library -> library.bringer().name())
            .thenComparing(Library::file);

    private final List<String> problems = new ArrayList<>();
    private final List<Library> taken;

    private Selection(List<Library> brought) {
        List<Library> grouped =
                withGroups(brought.stream().sorted(SHIPPED_FIRST).toList());
        taken = byWhatTheyAre(grouped).values().stream().map(this::one).toList();
        requireDistinctPlugins();
    }

    /**
     * Returns the jars, each once.
     *
     * @throws PackagingException if an artifact comes in two versions, or a plugin from two jars
     */
    static List<Library> of(List<Library> brought) {
        Selection selection = new Selection(brought);
        if (!selection.problems.isEmpty()) {
            throw new PackagingException(selection.problems);
        }
        return selection.taken;
    }

    /** A jar that does not tell its group is taken for the one of the same name whose group is known. */
    private static List<Library> withGroups(List<Library> brought) {
        Map<String, String> known = brought.stream()
                .map(Library::coordinates)
                .filter(coordinates -> !coordinates.group().isEmpty())
                .collect(Collectors.toMap(Coordinates::artifact, Coordinates::group, (first, second) -> first));
        return brought.stream()
                .map(library -> library.coordinates().group().isEmpty()
                        ? new Library(
                                library.file(),
                                library.coordinates()
                                        .withGroup(known.getOrDefault(
                                                library.coordinates().artifact(), "")),
                                library.bringer())
                        : library)
                .toList();
    }

    private static SortedMap<String, List<Library>> byWhatTheyAre(List<Library> brought) {
        return brought.stream()
                .collect(Collectors.groupingBy(
                        library -> library.coordinates().unversioned(), TreeMap::new, Collectors.toList()));
    }

    private Library one(List<Library> same) {
        Library first = same.getFirst();
        if (same.stream()
                        .map(library -> library.coordinates().version())
                        .distinct()
                        .count()
                > 1) {
            problems.add(twoVersions(same));
        } else if (!isOverseers(first)) {
            same.stream()
                    .filter(other -> !haveEqualContent(first, other))
                    .findFirst()
                    .ifPresent(other ->
                            problems.add("%s (%s) and %s (%s) differ, and both are %s. Use the same jar in both."
                                    .formatted(
                                            first.file(),
                                            first.bringer(),
                                            other.file(),
                                            other.bringer(),
                                            first.coordinates())));
        }
        return first;
    }

    /** Between two builds of the same snapshot, the running one counts. */
    private static boolean isOverseers(Library library) {
        return library.bringer().shipped() && library.coordinates().group().equals(Coordinates.OVERSEER);
    }

    private static String twoVersions(List<Library> same) {
        Map<String, List<String>> bringers = new TreeMap<>(same.stream()
                .collect(Collectors.groupingBy(
                        library -> library.coordinates().version(),
                        Collectors.mapping(library -> library.bringer().name(), Collectors.toList()))));
        String versions = bringers.entrySet().stream()
                .map(version -> "%s of %s"
                        .formatted(
                                version.getKey().isEmpty() ? "an unknown one" : version.getKey(),
                                joined(version.getValue())))
                .collect(Collectors.joining(", "));
        return "%s comes in %d versions: %s. %s"
                .formatted(same.getFirst().coordinates().unversioned(), bringers.size(), versions, remedy(same));
    }

    private static String remedy(List<Library> same) {
        Library first = same.getFirst();
        if (same.stream().map(Library::bringer).distinct().count() == 1) {
            return "Leave only one of them in %s.".formatted(first.bringer());
        }
        if (!first.bringer().shipped()) {
            return "Build both with the same, or make a package for each: --isolate.";
        }
        String version = first.coordinates().version();
        String outside = same.stream()
                .filter(library -> !library.coordinates().version().equals(version))
                .map(library -> library.bringer().name())
                .distinct()
                .collect(Collectors.joining(" and "));
        return isOverseers(first)
                ? "Every package has the %s of this release: build %s with it, and leave that jar out."
                        .formatted(version, outside)
                : "Build %s with %s, as this release is.".formatted(outside, version);
    }

    private static String joined(Collection<String> names) {
        return names.stream().distinct().collect(Collectors.joining(" and "));
    }

    private static boolean haveEqualContent(Library one, Library other) {
        try {
            return Files.mismatch(one.file(), other.file()) < 0;
        } catch (IOException unreadable) {
            throw new PackagingException(
                    "%s or %s cannot be read: %s.".formatted(one.file(), other.file(), unreadable.getMessage()),
                    unreadable);
        }
    }

    /** A class loader would take the first of them, and nobody would know which. */
    private void requireDistinctPlugins() {
        Map<String, List<Library>> jars = new TreeMap<>();
        for (Library library : taken) {
            new JarContents(library.file())
                    .plugins().stream()
                            .distinct()
                            .forEach(plugin -> jars.computeIfAbsent(plugin, name -> new ArrayList<>())
                                    .add(library));
        }
        jars.forEach((plugin, libraries) -> {
            if (libraries.size() > 1) {
                problems.add("The plugin %s comes twice: in %s. Choose one of them."
                        .formatted(
                                plugin,
                                libraries.stream()
                                        .map(library -> library.file().toString())
                                        .collect(Collectors.joining(" and in "))));
            }
        });
    }
}
