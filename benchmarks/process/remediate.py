"""A Lambda function with boto3 that does to one development endpoint what Overseer does: the yardstick of lambda.sh.

Judges the event, assumes the role of the endpoint's account, looks at the endpoint, waits in the queue while it is not
READY, deletes it and looks again. It has none of what makes Overseer's answers safe to repeat.
"""

import json
import os

import boto3

ENDPOINT = os.environ.get("AWS_ENDPOINT_URL")
QUEUE = os.environ["OVERSEER_QUEUE_URL"]
ROLE = os.environ["OVERSEER_ROLE"]

sts = boto3.client("sts", endpoint_url=ENDPOINT)
sqs = boto3.client("sqs", endpoint_url=ENDPOINT)
clients = {}


def glue(account, region):
    if (account, region) not in clients:
        role = ROLE.format(partition="aws", account=account)
        lent = sts.assume_role(RoleArn=role, RoleSessionName="remediation")["Credentials"]
        clients[account, region] = boto3.client(
            "glue",
            endpoint_url=ENDPOINT,
            region_name=region,
            aws_access_key_id=lent["AccessKeyId"],
            aws_secret_access_key=lent["SecretAccessKey"],
            aws_session_token=lent["SessionToken"],
        )
    return clients[account, region]


def missing(endpoint, names):
    values = {name: endpoint.get(name) or endpoint.get(name[0].upper() + name[1:]) for name in names}
    keys = values.pop("publicKey"), values.pop("publicKeys")
    return [name for name, value in values.items() if not value] + ([] if any(keys) else ["publicKeys"])


CHECKED = ("securityConfiguration", "securityGroupIds", "subnetId", "publicKey", "publicKeys")


def read(client, name):
    try:
        return client.get_dev_endpoint(EndpointName=name)["DevEndpoint"]
    except client.exceptions.EntityNotFoundException:
        return None


def look(event, looks):
    """Returns what came of it, and whether to look again."""
    detail = event["detail"]
    name = detail["requestParameters"]["endpointName"]
    if not missing(detail["requestParameters"], CHECKED):
        return "COMPLIANT", False
    client = glue(event["account"], event["region"])
    endpoint = read(client, name)
    if endpoint is None:
        return "GONE", False
    if not missing(endpoint, CHECKED):
        return "COMPLIANT", False
    if endpoint["Status"] not in ("READY", "FAILED"):
        return "SUSPENDED", True
    client.delete_dev_endpoint(EndpointName=name)
    return ("REMEDIATED", False) if read(client, name) is None else ("SUSPENDED", True)


def handler(batch, context):
    for record in batch["Records"]:
        message = json.loads(record["body"])
        looks = message.pop("looks", 0) + 1
        outcome, again = look(message, looks)
        if again:
            message["looks"] = looks
            delay = 300 if looks == 1 else 60
            sqs.send_message(QueueUrl=QUEUE, MessageBody=json.dumps(message), DelaySeconds=delay)
        print(json.dumps({"event": message["detail"]["eventID"], "outcome": outcome, "looks": looks}))
    return {"batchItemFailures": []}
