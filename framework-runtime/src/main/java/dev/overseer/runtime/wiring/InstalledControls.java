package dev.overseer.runtime.wiring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.aws.IamPolicy;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.PluginProblem;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Tells which controls are installed beside this class, and all that is wrong with them: what keeps a catalog from being
 * used, and controls whose session policy would be too long.
 *
 * <p>The answer is text, so that a program understands it that shares no class with the loader in which this runs: the JSON
 * document {@code {"plugins": [{"service", "controls": [id]}], "problems": [{"plugin", "message"}]}}, where {@code plugin} is
 * a class, and missing if the problem is a single control's. Ordered by service and id.
 */
public final class InstalledControls implements Supplier<String> {
    @Override
    public String get() {
        PluginCatalog catalog = PluginCatalog.load(InstalledControls.class.getClassLoader());
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        addPlugins(document.putArray("plugins"), catalog.controls());
        ArrayNode problems = document.putArray("problems");
        catalog.problems()
                .forEach(problem ->
                        problems.addObject().put("plugin", problem.plugin()).put("message", text(problem)));
        List<ControlDescriptor> controls =
                catalog.controls().stream().map(RegisteredControl::descriptor).toList();
        IamPolicy.sessionProblems(controls)
                .forEach(message -> problems.addObject().put("message", message));
        return Documents.line(document);
    }

    private static void addPlugins(ArrayNode plugins, List<RegisteredControl<?>> controls) {
        SortedMap<String, ArrayNode> services = new TreeMap<>();
        for (RegisteredControl<?> control : controls) {
            services.computeIfAbsent(control.service(), service -> JsonNodeFactory.instance.arrayNode())
                    .add(control.id());
        }
        services.forEach(
                (service, ids) -> plugins.addObject().put("service", service).set("controls", ids));
    }

    private static String text(PluginProblem problem) {
        return problem.control().map(id -> "control " + id + ": ").orElse("") + problem.message();
    }
}
