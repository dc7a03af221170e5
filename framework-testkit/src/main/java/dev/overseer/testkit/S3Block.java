package dev.overseer.testkit;

import static dev.overseer.testkit.S3Xml.document;
import static dev.overseer.testkit.S3Xml.element;

/** A block of public access, of a bucket or an account. */
record S3Block(boolean publicAcls, boolean ignorePublicAcls, boolean publicPolicy, boolean restrictPublicBuckets) {
    static final S3Block NOTHING = new S3Block(false, false, false, false);
    static final S3Block EVERYTHING = new S3Block(true, true, true, true);

    /** Reads the body of a request. What it leaves out is not blocked. */
    static S3Block of(String body) {
        return new S3Block(
                flag(body, "BlockPublicAcls"),
                flag(body, "IgnorePublicAcls"),
                flag(body, "BlockPublicPolicy"),
                flag(body, "RestrictPublicBuckets"));
    }

    /** Of two blocks, each forbids what it forbids. */
    S3Block and(S3Block other) {
        return new S3Block(
                publicAcls || other.publicAcls,
                ignorePublicAcls || other.ignorePublicAcls,
                publicPolicy || other.publicPolicy,
                restrictPublicBuckets || other.restrictPublicBuckets);
    }

    String xml() {
        return document(
                "PublicAccessBlockConfiguration",
                element("BlockPublicAcls", String.valueOf(publicAcls))
                        + element("IgnorePublicAcls", String.valueOf(ignorePublicAcls))
                        + element("BlockPublicPolicy", String.valueOf(publicPolicy))
                        + element("RestrictPublicBuckets", String.valueOf(restrictPublicBuckets)));
    }

    private static boolean flag(String body, String name) {
        return S3Xml.text(body, name).map(Boolean::parseBoolean).orElse(false);
    }
}
