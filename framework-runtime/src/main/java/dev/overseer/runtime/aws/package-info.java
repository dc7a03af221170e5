/** AWS clients, the guard in front of every call, and the policies that follow from the same declarations. */
@NullMarked
package dev.overseer.runtime.aws;

import org.jspecify.annotations.NullMarked;
