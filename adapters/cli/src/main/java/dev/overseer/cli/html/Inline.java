package dev.overseer.cli.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A style sheet or a script that stands in a page itself, and nothing else may. */
public record Inline(String text) {

    /**
     * Reads a file of this program.
     *
     * @param owner in whose package it is
     */
    public static Inline resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this jar");
            }
            return new Inline(new String(in.readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the style sheet that all pages begin with. */
    public static Inline commonStyle() {
        return resource(Inline.class, "page.css");
    }

    /** Returns this, and then another. */
    public Inline and(Inline more) {
        return new Inline(text + more.text);
    }

    /** Returns what a Content-Security-Policy calls it. */
    public String source() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
