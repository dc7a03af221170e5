/** Runs the engine as an AWS Lambda function. */
@NullMarked
package dev.overseer.lambda;

import org.jspecify.annotations.NullMarked;
