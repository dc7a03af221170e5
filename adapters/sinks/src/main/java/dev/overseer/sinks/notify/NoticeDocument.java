package dev.overseer.sinks.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Digest;
import dev.overseer.runtime.notice.Message.Single;
import dev.overseer.runtime.notice.Notice;
import dev.overseer.runtime.notice.Notice.Announced;
import dev.overseer.runtime.notice.Notice.Over;

/** A message for programs: the document of an outcome, of an announcement or of a digest, with its idempotency key. */
final class NoticeDocument {
    /** What stays the same when the message is sent again. */
    static final String KEY = "idempotencyKey";

    private NoticeDocument() {}

    /** Returns the document. The same message gives the same one. */
    static ObjectNode of(Message message) {
        return switch (message) {
            case Single(Notice notice) -> of(notice);
            case Digest digest -> of(digest);
        };
    }

    private static ObjectNode of(Notice notice) {
        ObjectNode document = switch (notice) {
            case Over over -> Documents.outcome(over.incident(), over.outcome());
            case Announced announced ->
                Documents.announcement(announced.incident(), announced.findings(), announced.until(), announced.at());
        };
        document.put("title", notice.control().title());
        document.put("severity", notice.control().severity().name());
        notice.incident().predecessor().ifPresent(id -> document.put("predecessor", id));
        return document.put(KEY, notice.key());
    }

    private static ObjectNode of(Digest digest) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", "overseer/digest/1");
        document.put("from", Documents.time(digest.from()));
        document.put("until", Documents.time(digest.until()));
        document.put("count", digest.size());
        ArrayNode counts = document.putArray("counts");
        digest.counts()
                .forEach((group, count) -> counts.addObject()
                        .put("control", group.control())
                        .put("outcome", group.state())
                        .put("count", count));
        ArrayNode first = document.putArray("first");
        digest.first().forEach(notice -> first.add(of(notice)));
        return document.put(KEY, "digest/" + Hashing.sha256().hashString(Documents.line(document), US_ASCII));
    }
}
