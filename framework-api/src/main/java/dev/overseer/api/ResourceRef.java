package dev.overseer.api;

import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

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
        return new ResourceRef(PartitionMetadata.of(Region.of(region)).id(), account, region, type, id);
    }
}
