/** Makes the code of a Lambda function: a zip with the plugins that its team chose, and only what these run with. */
@NullMarked
package dev.overseer.cli.packaging;

import org.jspecify.annotations.NullMarked;
