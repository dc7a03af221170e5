package dev.overseer.cli.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a key tells in the layout in which CloudTrail writes: {@code
 * AWSLogs/[O-ID/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_UNIQUE.json.gz}. Source: <a
 * href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html">Finding your CloudTrail
 * log files</a>. The time in it is that of delivery.
 */
final class LogKey {
    /** CloudTrail delivers within about 5 minutes on average; 10 minutes were the most in a real trail of 27,500 records. */
    static final Duration LATEST_DELIVERY = Duration.ofHours(1);

    private static final String SERVICE = "CloudTrail";
    private static final List<String> ENDINGS =
            List.of(".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz");
    private static final Pattern LAYOUT = Pattern.compile(
            "(?<base>(?:.*/)?AWSLogs/(?:o-[a-z0-9]{10,32}/)?(?:(?<account>\\d{12})/(?:(?<service>[^/]+)/(?:(?<region>[^/]+)/)?)?)?)(?<rest>[^/]*|\\d{4}/.*)");
    private static final DateTimeFormatter DAY = formatter("yyyy/MM/dd/");
    private static final DateTimeFormatter MINUTE = formatter("yyyyMMdd'T'HHmm'Z'");

    private LogKey() {}

    /** Returns whether a file may hold events, as far as its name tells. A digest of CloudTrail's own does not. */
    static boolean isLog(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return ENDINGS.stream().anyMatch(name::endsWith)
                && !name.contains("_CloudTrail-Digest_")
                && !key.contains("/CloudTrail-Digest/");
    }

    /** Returns whether a folder, whose key ends in a slash, may hold events of a slice. */
    static boolean mayHold(String folder, Slice slice) {
        Matcher layout = LAYOUT.matcher(folder);
        if (!layout.matches() || layout.group("account") == null) {
            return true;
        }
        return slice.wantsAccount(layout.group("account"))
                && Optional.ofNullable(layout.group("service")).orElse(SERVICE).equals(SERVICE)
                && Optional.ofNullable(layout.group("region"))
                        .map(slice::wantsRegion)
                        .orElse(true);
    }

    /** Returns the keys that files of a slice may have, if the folder is a region's or lies in one. */
    static Optional<KeyRange> range(String folder, Slice slice) {
        Matcher layout = LAYOUT.matcher(folder);
        if (!layout.matches() || layout.group("region") == null || !SERVICE.equals(layout.group("service"))) {
            return Optional.empty();
        }
        String name = "%s_%s_%s_".formatted(layout.group("account"), SERVICE, layout.group("region"));
        String base = layout.group("base");
        return Optional.of(new KeyRange(
                slice.from().map(from -> base + DAY.format(from) + name + MINUTE.format(from)),
                slice.to()
                        .map(to -> to.plus(LATEST_DELIVERY))
                        .map(to -> base + DAY.format(to) + name + MINUTE.format(to))));
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** Returns the day that a time is in, from its first moment. */
    static Instant startOfDay(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
