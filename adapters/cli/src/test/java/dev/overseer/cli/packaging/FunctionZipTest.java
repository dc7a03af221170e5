package dev.overseer.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionZipTest {
    /** The 1st of February 1980, midnight, as a zip has it: no time, then day 1, month 2, year 0. */
    private static final String NO_TIME = "0000" + "4100";

    @Test
    void isTheSameOnEveryMachine(@TempDir Path folder) throws IOException {
        Path zip = folder.resolve("a.zip");

        FunctionZip.write(zip, new TreeMap<>(Map.of("b", new byte[] {'B'})));

        String common = "0a00" + "0008" + "0000" + NO_TIME + "31cfd04a" + "01000000" + "01000000" + "0100" + "0000";
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(zip)))
                .isEqualTo("504b0304" + common + "62" + "42"
                        + ("504b0102" + "0a00" + common + "0000" + "0000" + "0000" + "00000000" + "00000000" + "62")
                        + ("504b0506" + "0000" + "0000" + "0100" + "0100" + "2f000000" + "20000000" + "0000"));
    }

    @Test
    void replacesAllOfAFileThatIsThere(@TempDir Path folder) throws IOException {
        Path zip = Files.writeString(folder.resolve("a.zip"), "x".repeat(1_000));

        FunctionZip.write(zip, new TreeMap<>(Map.of("b", new byte[] {'B'})));

        assertThat(zip).hasSize(22 + 47 + 32);
    }
}
