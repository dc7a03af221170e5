/**
 * AWS in memory and time under control: what a control needs to be tested, and what a rehearsal runs against.
 *
 * <p>{@link dev.overseer.testkit.FakeAws} stands behind real SDK clients and hands their requests to simulators such as
 * {@link dev.overseer.testkit.GlueSimulator}; {@link dev.overseer.testkit.TestClock} is the time they follow;
 * {@link dev.overseer.testkit.Events} makes the events.
 */
@NullMarked
package dev.overseer.testkit;

import org.jspecify.annotations.NullMarked;
