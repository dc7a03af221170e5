/** The JSON documents that leave and enter the framework. Their schemas are a contract. */
@NullMarked
package dev.overseer.runtime.document;

import org.jspecify.annotations.NullMarked;
