/** Controls for Amazon SNS. */
@NullMarked
package dev.overseer.plugin.template;

import org.jspecify.annotations.NullMarked;
