"""Runs remediate.handler as Lambda's Python runtime does: asks the Runtime API for events and answers them.

Stands in for awslambdaric, whose loop is the same, with its HTTP client in C++.
"""

import http.client
import json
import os
import sys
import traceback

from remediate import handler

API = "/2018-06-01/runtime/"

connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None):
    connection.request(method, API + path, body)
    response = connection.getresponse()
    return response, response.read()


while True:
    response, event = call("GET", "invocation/next")
    request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        answer = json.dumps(handler(json.loads(event), None))
        call("POST", f"invocation/{request_id}/response", answer)
    except Exception as error:
        traceback.print_exc()
        call("POST", f"invocation/{request_id}/error", json.dumps({"errorMessage": str(error)}))
    sys.stdout.flush()
