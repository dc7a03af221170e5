/** Controls for Amazon S3. */
@NullMarked
package dev.overseer.plugin.s3;

import org.jspecify.annotations.NullMarked;
