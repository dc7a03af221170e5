package dev.overseer.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagingTest {
    @Test
    void refusesMoreThanLambdaTakes(@TempDir Path folder) {
        Packaging packaging = new Packaging(Distribution.running(), List.of(), Map.of(), 1_000_000);

        assertThatExceptionOfType(PackagingException.class)
                .isThrownBy(() -> packaging.together(
                        List.of(new PluginChoice.Shipped("glue")), folder.resolve("overseer-lambda.zip")))
                .withMessageMatching(
                        "The jars have [0-9,.\\s]+ bytes, and Lambda takes 1.000.000\\. Make a package for each plugin: --isolate\\.");
        assertThat(folder).isEmptyDirectory();
    }
}
