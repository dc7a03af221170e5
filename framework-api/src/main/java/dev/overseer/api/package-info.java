/**
 * What a plugin author sees.
 *
 * <p>Implement {@link dev.overseer.api.Control} once for each kind of AWS resource, list the controls in a
 * {@link dev.overseer.api.RemediationPlugin}, and name that class in
 * {@code META-INF/services/dev.overseer.api.RemediationPlugin}.
 *
 * <p>Everything public here stays source and binary compatible within a major version; interfaces grow by
 * default methods only.
 */
@NullMarked
package dev.overseer.api;

import org.jspecify.annotations.NullMarked;
