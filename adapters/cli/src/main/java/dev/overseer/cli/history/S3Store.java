package dev.overseer.cli.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket. A listing begins at the first key that is wanted and ends with the page that has the last one. Closes its
 * client.
 */
final class S3Store implements Store {
    private static final String SLASH = "/";

    private final S3Client s3;
    private final String bucket;

    S3Store(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public String name(String key) {
        return "s3://" + bucket + SLASH + key;
    }

    @Override
    public void list(String folder, KeyRange range, Consumer<Item> to) throws IOException {
        pages(
                folder,
                Optional.of(SLASH),
                range,
                page -> items(page).forEach(item -> {
                    boolean wanted = switch (item) {
                        case File file -> range.contains(file.key());
                        case Folder inner -> range.mayContainUnder(inner.key());
                    };
                    if (wanted) {
                        to.accept(item);
                    }
                }));
    }

    @Override
    public void listAll(String folder, KeyRange range, Trouble trouble, Consumer<File> to) throws IOException {
        pages(
                folder,
                Optional.empty(),
                range,
                page -> page.contents().stream()
                        .filter(object ->
                                range.contains(object.key()) && !object.key().endsWith(SLASH))
                        .forEach(object -> to.accept(new File(object.key(), object.size()))));
    }

    @Override
    public InputStream open(String key) throws IOException {
        return new ObjectStream(s3, bucket, key);
    }

    @Override
    public void close() {
        s3.close();
    }

    private void pages(String folder, Optional<String> delimiter, KeyRange range, Consumer<ListObjectsV2Response> to)
            throws IOException {
        Optional<ListObjectsV2Request> next = Optional.of(ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(folder)
                .delimiter(delimiter.orElse(null))
                // A folder that the first key lies in would not be told of: its own key is smaller.
                .startAfter(delimiter.isPresent() ? null : range.after().orElse(null))
                .build());
        while (next.isPresent()) {
            ListObjectsV2Request request = next.get();
            ListObjectsV2Response page = listed(request);
            to.accept(page);
            boolean over = !Boolean.TRUE.equals(page.isTruncated())
                    || page.contents().stream().anyMatch(object -> range.isBehind(object.key()));
            next = over
                    ? Optional.empty()
                    : Optional.of(request.copy(more -> more.continuationToken(page.nextContinuationToken())));
        }
    }

    private ListObjectsV2Response listed(ListObjectsV2Request request) throws IOException {
        try {
            return s3.listObjectsV2(request);
        } catch (SdkException failure) {
            throw told(failure, "s3:ListBucket");
        }
    }

    private static List<Item> items(ListObjectsV2Response page) {
        List<Item> items = new ArrayList<>();
        page.commonPrefixes().forEach(prefix -> items.add(new Folder(prefix.prefix())));
        page.contents().stream()
                .filter(object -> !object.key().endsWith(SLASH))
                .forEach(object -> items.add(new File(object.key(), object.size())));
        items.sort(Comparator.comparing(Item::key));
        return items;
    }

    /** Returns what a failure means to whoever reads an archive. */
    static IOException told(SdkException failure, String action) {
        return new IOException(
                failure instanceof S3Exception refused ? meaning(refused, action) : message(failure), failure);
    }

    private static String meaning(S3Exception refused, String action) {
        String code = refused.awsErrorDetails() == null
                ? ""
                : String.valueOf(refused.awsErrorDetails().errorCode());
        return switch (code) {
            case "NoSuchKey" -> "has vanished since it was listed";
            case "NoSuchBucket" -> "there is no such bucket";
            case "InvalidObjectState" -> "is in an archive class of S3. Restore it first";
            case "PreconditionFailed" -> "was replaced while it was read";
            case "AccessDenied" ->
                "%s was denied. Grant it, also that of the key with which it is encrypted: %s"
                        .formatted(action, message(refused));
            default -> message(refused);
        };
    }

    private static String message(SdkException failure) {
        return "cannot be read: " + failure.getMessage();
    }
}
