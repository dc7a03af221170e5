package dev.overseer.api;

import java.util.Optional;

record OptionalCheck<R>(Check<R> check) implements Check<R> {

    @Override
    public String id() {
        return check.id();
    }

    @Override
    public Optional<String> inspect(R resource, ControlContext context) {
        return check.inspect(resource, context);
    }

    @Override
    public boolean live() {
        return check.live();
    }

    @Override
    public Optional<String> finding() {
        return check.finding();
    }

    @Override
    public boolean onByDefault() {
        return false;
    }
}
