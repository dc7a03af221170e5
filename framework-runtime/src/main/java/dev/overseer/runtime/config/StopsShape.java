package dev.overseer.runtime.config;

import static dev.overseer.runtime.config.Key.optional;
import static dev.overseer.runtime.config.Key.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.config.Section.Values;
import dev.overseer.runtime.decision.Stop;
import java.util.List;
import java.util.Optional;

/** What a kill switch says: {@code off}, {@code on}, or a list of stops. */
final class StopsShape implements Shape<List<Stop>> {
    private static final Key<String> ACCOUNT = optional("account", Words.account(), "In this account. Default: all");
    private static final Key<String> REGION = optional("region", Words.region(), "In this region. Default: all");
    private static final Key<String> BY = required("by", Words.text("who stops it"), "who stops it");
    private static final Key<String> REASON = required("reason", Words.text("a reason"), "why");

    private final Key<String> control;
    private final Shape<List<Stop>> list;

    StopsShape(InstalledControls installed) {
        control = optional("control", installed.word(), "This control. Default: all");
        list = new ListOf<>(new Section<>(List.of(control, ACCOUNT, REGION, BY, REASON), this::stop));
    }

    @Override
    public Optional<List<Stop>> read(Place place) {
        return place.yaml() instanceof Yaml.Sequence
                ? list.read(place)
                : Words.onOff().read(place).map(on -> on ? List.of(everything(place)) : List.of());
    }

    @Override
    public ObjectNode schema() {
        return Schemas.anyOf(List.of(Words.onOff().schema(), list.schema()));
    }

    private static Stop everything(Place place) {
        return new Stop(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                place.said().text(),
                "the kill switch is on");
    }

    private Stop stop(Values values) {
        return new Stop(
                values.get(control),
                values.get(ACCOUNT),
                values.get(REGION),
                values.require(BY),
                values.require(REASON));
    }
}
