package dev.overseer.cli.template;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.notice.Destination;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What is to be deployed.
 *
 * @param controls at least one
 * @param swept those of them that discover their resources
 * @param code the function's package; without one, the template's user says where it is and what it hashes to
 * @param accounts whose resources are worked on; empty means those of the function's account
 * @param regions where; empty means wherever events come from
 * @param told who hears of incidents
 */
public record Deployment(
        List<ControlDescriptor> controls,
        List<ControlDescriptor> swept,
        Optional<CodePackage> code,
        SortedSet<String> accounts,
        SortedSet<String> regions,
        List<Destination> told) {
    public Deployment {
        controls = List.copyOf(controls);
        swept = List.copyOf(swept);
        told = List.copyOf(told);
    }
}
