package dev.overseer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlTest {

    @Test
    void needsNothingButWhatItGuardsAndHow() {
        Control<String> least = new Least();
        ResourceRef target = ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "test1");
        ControlContext context = null;

        assertThat(least.requested(target, Events.withRequest("{}"))).isEmpty();
        assertThat(least.createdAt("resource")).isEmpty();
        assertThat(least.tags("resource", context)).isEmpty();
        assertThat(least.discover(context)).isEmpty();
    }

    private static final class Least implements Control<String> {
        @Override
        public ControlDescriptor descriptor() {
            return ControlDescriptor.control("least", "Nothing is wrong").build();
        }

        @Override
        public List<ResourceRef> targets(CloudTrailEvent event) {
            return List.of();
        }

        @Override
        public Optional<String> read(ControlContext context) {
            return Optional.empty();
        }

        @Override
        public List<Check<String>> checks() {
            return List.of();
        }

        @Override
        public Progress remediate(String resource, List<Finding> findings, ControlContext context) {
            return Progress.done("nothing to do");
        }
    }
}
