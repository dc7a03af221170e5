package dev.overseer.plugin.ec2;

import dev.overseer.api.Check;
import dev.overseer.api.ControlContext;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether any of the rules lets the whole world in, to everything or to one of the operator's ports. */
final class OpenToTheWorld implements Check<Ingress> {
    @Override
    public String id() {
        return "open-to-the-world";
    }

    @Override
    public Optional<String> inspect(Ingress ingress, ControlContext context) {
        String open =
                ingress.open(context).stream().map(Ingress::text).distinct().collect(Collectors.joining(", "));
        return open.isEmpty() ? Optional.empty() : Optional.of("lets in " + open);
    }
}
