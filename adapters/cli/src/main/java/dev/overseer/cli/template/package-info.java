/** CloudFormation templates that deploy Overseer as a Lambda function, generated from what the controls declare. */
@NullMarked
package dev.overseer.cli.template;

import org.jspecify.annotations.NullMarked;
