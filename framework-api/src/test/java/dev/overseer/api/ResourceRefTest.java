package dev.overseer.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceRefTest {

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, aws",
        "ap-southeast-7, aws",
        "mx-central-1, aws",
        "cn-north-1, aws-cn",
        "cn-northwest-1, aws-cn",
        "us-gov-west-1, aws-us-gov",
        "us-iso-east-1, aws-iso",
        "us-isob-east-1, aws-iso-b",
        "eu-isoe-west-1, aws-iso-e",
        "us-isof-south-1, aws-iso-f",
        "eusc-de-east-1, aws-eusc",
        "xx-nowhere-9, aws"
    })
    void derivesThePartitionFromTheRegion(String region, String partition) {
        assertThat(ResourceRef.of("123456789012", region, "AWS::Glue::DevEndpoint", "test1"))
                .isEqualTo(new ResourceRef(partition, "123456789012", region, "AWS::Glue::DevEndpoint", "test1"));
    }
}
