package dev.overseer.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodePackageTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheControlsOfAllPlugins() throws IOException {
        CodePackage code = CodePackage.read(zip(folder, """
                {"schema": "overseer/package/1", "framework": "0.1.0", "plugins": [
                  {"service": "glue", "controls": ["glue-dev-endpoint", "glue-job"]}, {"service": "s3", "controls": ["s3-bucket"]}]}
                """));

        assertThat(code.controls().orElseThrow()).containsExactly("glue-dev-endpoint", "glue-job", "s3-bucket");
        assertThat(code.name()).isEqualTo("overseer-lambda.zip");
    }

    @Test
    void takesAZipThatDoesNotSay() throws IOException {
        Path zip = folder.resolve("plain.zip");
        try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(zip))) {
            entries.putNextEntry(new ZipEntry("lib/a.jar"));
        }

        assertThat(CodePackage.read(zip).controls()).isEmpty();
    }

    @Test
    void hashesTheBytesOfTheFile() throws IOException {
        Path zip = folder.resolve("empty.zip");
        // The smallest zip: sha256sum and `openssl dgst -sha256 -binary | base64` say the same of it
        Files.write(zip, new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

        CodePackage code = CodePackage.read(zip);

        assertThat(code.sha256()).isEqualTo("8739c76e681f900923b900c9df0ef75cf421d39cabb54650c4b9ad19b6a76d85");
        assertThat(code.base64()).isEqualTo("hznHbmgfkAkjuQDJ3w73XPQh05yrtUZQxLmtGbanbYU=");
        assertThat(code.key()).isEqualTo(code.sha256() + ".zip");
    }

    @Test
    void refusesWhatIsNoPackage() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a zip");

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> CodePackage.read(text))
                .withMessageContaining("notes.txt cannot be read")
                .withMessageContaining("overseer package -o");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> CodePackage.read(folder.resolve("missing.zip")))
                .withMessageContaining("missing.zip cannot be read: java.nio.file.NoSuchFileException");
    }

    @Test
    void refusesAnInventoryThatItDoesNotUnderstand() throws IOException {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> CodePackage.read(zip(folder, "{\"schema\": \"overseer/package/2\"}")))
                .withMessageContaining(
                        "has the schema \"overseer/package/2\", and this release reads overseer/package/1");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> CodePackage.read(zip(folder, "{\"schema\"")))
                .withMessageContaining("is not JSON");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(
                        () -> CodePackage.read(zip(folder, "{\"schema\": \"overseer/package/1\", \"plugins\": []}")))
                .withMessageContaining("holds no control");
    }

    /** Writes a package with an inventory. */
    static Path zip(Path folder, String inventory) throws IOException {
        Path zip = folder.resolve("overseer-lambda.zip");
        try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(zip))) {
            ZipEntry entry = new ZipEntry("META-INF/overseer/package.json");
            entry.setTime(0);
            entries.putNextEntry(entry);
            entries.write(inventory.getBytes(StandardCharsets.UTF_8));
        }
        return zip;
    }
}
