package dev.overseer.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process's stdout, which says so when nobody reads it: a {@link PrintStream} by itself would hide that. */
final class StandardOutput extends OutputStream {
    private final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

    private StandardOutput() {}

    /** Returns stdout, buffered, in UTF-8; its methods throw {@link ClosedOutputException}. */
    static PrintStream open() {
        return new PrintStream(new BufferedOutputStream(new StandardOutput()), false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            stdout.write(bytes, offset, length);
        } catch (IOException closed) {
            throw new ClosedOutputException(closed);
        }
    }
}
