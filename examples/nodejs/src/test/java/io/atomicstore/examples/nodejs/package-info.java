/** Runs the originator in Node.js against a node. */
@NullMarked
package io.atomicstore.examples.nodejs;

import org.jspecify.annotations.NullMarked;
