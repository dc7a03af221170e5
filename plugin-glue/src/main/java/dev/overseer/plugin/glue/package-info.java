/** Controls for AWS Glue. */
@NullMarked
package dev.overseer.plugin.glue;

import org.jspecify.annotations.NullMarked;
