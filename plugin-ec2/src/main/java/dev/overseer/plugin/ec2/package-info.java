/** Controls for Amazon EC2. */
@NullMarked
package dev.overseer.plugin.ec2;

import org.jspecify.annotations.NullMarked;
