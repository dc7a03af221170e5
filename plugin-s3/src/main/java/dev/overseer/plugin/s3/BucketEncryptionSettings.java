package dev.overseer.plugin.s3;

import java.util.List;

/**
 * How new objects are to be encrypted.
 *
 * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}, each of which the later ones satisfy, too
 * @param kmsKeyId id, alias or ARN of the only key to be used; empty for any
 */
record BucketEncryptionSettings(String algorithm, String kmsKeyId) {
    private static final List<String> ASCENDING = List.of("AES256", "aws:kms", "aws:kms:dsse");

    BucketEncryptionSettings {
        if (!ASCENDING.contains(algorithm)) {
            throw new IllegalArgumentException("algorithm is \"%s\", not one of %s".formatted(algorithm, ASCENDING));
        }
        if (algorithm.equals("AES256") && !kmsKeyId.isEmpty()) {
            throw new IllegalArgumentException("AES256 takes no key: set algorithm to aws:kms, or leave out kmsKeyId");
        }
    }

    /** Returns what S3 itself has done for every bucket since January 2023. */
    static BucketEncryptionSettings standard() {
        return new BucketEncryptionSettings("AES256", "");
    }

    /** Returns whether an algorithm will do. One that is not known here is better than none, but stands in for no other. */
    boolean isSatisfiedBy(String other) {
        return ASCENDING.indexOf(other) >= ASCENDING.indexOf(algorithm) || algorithm.equals("AES256");
    }

    /** Returns whether a key is the one to be used, by whichever of its names. */
    boolean namesKey(String key) {
        return kmsKeyId.isEmpty() || isSuffix(kmsKeyId, key) || isSuffix(key, kmsKeyId);
    }

    /** An ARN ends with {@code :key/ID} or {@code :alias/NAME}. */
    private static boolean isSuffix(String name, String arn) {
        return arn.equals(name) || arn.endsWith("/" + name) || arn.endsWith(":" + name);
    }
}
