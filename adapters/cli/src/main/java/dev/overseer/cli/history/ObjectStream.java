package dev.overseer.cli.history;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The content of an object. Where the connection is lost, another one goes on from there. */
final class ObjectStream extends InputStream {
    private static final int MOST_CONNECTIONS = 5;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private ResponseInputStream<GetObjectResponse> in;
    private final String version;
    private final long length;
    private long offset;
    private int connections = 1;

    ObjectStream(S3Client s3, String bucket, String key) throws IOException {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        try {
            in = s3.getObject(get -> get.bucket(bucket).key(key));
        } catch (SdkException failure) {
            throw S3Store.told(failure, "s3:GetObject");
        }
        version = in.response().eTag();
        length = in.response().contentLength();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int most) throws IOException {
        while (true) {
            try {
                int count = in.read(buffer, from, most);
                if (count < 0 && offset < length) {
                    throw new IOException("it ended after %d of %d bytes".formatted(offset, length));
                }
                offset += Math.max(0, count);
                return count;
            } catch (IOException | SdkException lost) {
                connectAgain(lost);
            }
        }
    }

    @Override
    public void close() {
        // Closing would read the rest first.
        in.abort();
    }

    private void connectAgain(Exception lost) throws IOException {
        if (connections == MOST_CONNECTIONS) {
            throw new IOException(
                    "the connection was lost %d times: %s".formatted(connections, lost.getMessage()), lost);
        }
        connections++;
        in.abort();
        try {
            in = s3.getObject(get ->
                    get.bucket(bucket).key(key).range("bytes=" + offset + "-").ifMatch(version));
        } catch (SdkException failure) {
            throw S3Store.told(failure, "s3:GetObject");
        }
    }
}
