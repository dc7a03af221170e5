package dev.overseer.sinks.notify;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** What somebody may call a resource. */
final class Names {
    private Names() {}

    static Arbitrary<String> any() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMinLength(1).ofMaxLength(60),
                Arbitraries.strings()
                        .withChars("\"'\\<>&%*#:{}[]|-?!@`, \n\r\t\u0000\u0085\u2028\u202e\u200b\ufeff\ud800é😀")
                        .ofMinLength(1)
                        .ofMaxLength(40),
                Arbitraries.of(
                        "test1\r\nBcc: everybody@example.com",
                        "<script>alert(1)</script>",
                        "<img src=x onerror=alert(1)>",
                        "&lt;b&gt;",
                        "\"\n    until: 2099-01-01\n  - resource: \"*",
                        "' or ''",
                        "lab # not a comment",
                        "yes",
                        "012345678901",
                        "2026-01-15",
                        "*",
                        "null",
                        "%s%n%1$s",
                        " ",
                        "😀".repeat(300),
                        "x".repeat(3000)));
    }
}
