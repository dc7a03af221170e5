package dev.overseer.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.Arrays;
import java.util.Iterator;

/** An invocation of the function {@code overseer}, of which so much time is left whenever somebody asks. */
final class InvocationContext implements Context {
    static final String REQUEST = "8f507cfc-example-4697-b07a-ac58fc914c95";

    private final Iterator<Integer> remainingMillis;
    private int last;

    /** The last value is repeated. */
    InvocationContext(Integer... remainingMillis) {
        this.remainingMillis = Arrays.asList(remainingMillis).iterator();
    }

    @Override
    public int getRemainingTimeInMillis() {
        last = remainingMillis.hasNext() ? remainingMillis.next() : last;
        return last;
    }

    @Override
    public String getAwsRequestId() {
        return REQUEST;
    }

    @Override
    public String getFunctionName() {
        return "overseer";
    }

    @Override
    public String getLogGroupName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getLogStreamName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getFunctionVersion() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getInvokedFunctionArn() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CognitoIdentity getIdentity() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ClientContext getClientContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getMemoryLimitInMB() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LambdaLogger getLogger() {
        throw new UnsupportedOperationException();
    }
}
