/** Strictly consistent event logs for Pekko applications. */
@NullMarked
package io.atomicstore.engine;

import org.jspecify.annotations.NullMarked;
