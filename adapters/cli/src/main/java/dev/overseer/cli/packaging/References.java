package dev.overseer.cli.packaging;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The classes that a plugin's own code names: a missing one would show in Lambda only, when that code is first run. */
final class References {
    private References() {}

    /** The packages, apart by spaces, that a plugin's jar says in its manifest that it can do without. */
    private static final String OPTIONAL = "Overseer-Optional-Packages";

    /**
     * Returns the classes that are named by a plugin's class, or by another in its package or below, and are not there.
     * What the libraries in its jar name is left to them: they may have parts that nobody uses. So is what the plugin's jar
     * says to be optional.
     */
    static NavigableSet<String> missing(JarContents jar, String plugin, FunctionCode code) {
        String folder = plugin.substring(0, plugin.lastIndexOf('.') + 1).replace('.', '/');
        List<String> optional = jar.manifest(OPTIONAL).stream()
                .flatMap(packages -> Stream.of(packages.strip().split(" +")))
                .map(name -> name + ".")
                .toList();
        NavigableSet<String> missing = new TreeSet<>();
        for (byte[] type : jar.classes(folder)) {
            named(type).stream()
                    .filter(name -> !code.has(name))
                    .map(name -> name.replace('/', '.'))
                    .filter(name -> optional.stream().noneMatch(name::startsWith))
                    .forEach(missing::add);
        }
        return missing;
    }

    private static List<String> named(byte[] type) {
        try {
            return namedBy(ClassFile.of().parse(type));
        } catch (IllegalArgumentException malformed) {
            // Loading it says more
            return List.of();
        }
    }

    private static List<String> namedBy(ClassModel type) {
        return StreamSupport.stream(type.constantPool().spliterator(), false)
                .filter(ClassEntry.class::isInstance)
                .map(entry -> ((ClassEntry) entry).asInternalName())
                .filter(name -> !name.startsWith("["))
                .toList();
    }
}
