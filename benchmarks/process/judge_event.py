"""Judges one CreateDevEndpoint event as a Lambda function with boto3 would: the yardstick of compare.sh."""

import json
import sys

import boto3

boto3.client(
    "glue",
    region_name="eu-west-1",
    aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
    aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)

with open(sys.argv[1], encoding="utf-8") as file:
    event = json.load(file)
request = event["detail"]["requestParameters"]


def has(*fields):
    values = [value for field in fields for value in (request.get(field) or [])]
    return any(value.strip() for value in values)


checks = {
    "security-configuration": has("securityConfiguration"),
    "security-groups": has("securityGroupIds"),
    "public-keys": has("publicKey", "publicKeys"),
    "subnet": has("subnetId"),
}
missing = [check for check, passes in checks.items() if not passes]
print("FAILS" if missing else "PASSES", request["endpointName"], *missing)
