package dev.overseer.api;

/**
 * Names one AWS resource.
 *
 * @param partition such as {@code aws} or {@code aws-cn}
 * @param account twelve digits
 * @param region such as {@code eu-west-1}
 * @param type the <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html">CloudFormation name
 *     of the type</a>, such as {@code AWS::Glue::DevEndpoint}
 * @param id what the service calls the resource: a name, an id or an ARN. Whatever the caller of the API chose, so data:
 *     it may hold any character
 */
public record ResourceRef(String partition, String account, String region, String type, String id) {

    /** Returns a reference whose partition follows from its region. */
    public static ResourceRef of(String account, String region, String type, String id) {
        return new ResourceRef(partition(region), account, region, type, id);
    }

    /**
     * Returns what the SDK's {@code PartitionMetadata} says. The SDK itself is not asked: it would load the metadata of
     * every region and service, and start the logging, before the first event is judged.
     */
    private static String partition(String region) {
        String[] parts = region.split("-", 3);
        String second = parts.length > 1 ? parts[1] : "";
        return switch (parts[0]) {
            case "cn" -> "aws-cn";
            case "eusc" -> "aws-eusc";
            default ->
                switch (second) {
                    case "gov" -> "aws-us-gov";
                    case "iso" -> "aws-iso";
                    case "isob" -> "aws-iso-b";
                    case "isoe" -> "aws-iso-e";
                    case "isof" -> "aws-iso-f";
                    default -> "aws";
                };
        };
    }
}
