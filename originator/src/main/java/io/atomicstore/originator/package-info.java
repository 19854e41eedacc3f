/** The originator's side of the conversations of one process, however its logs are reached. */
@NullMarked
package io.atomicstore.originator;

import org.jspecify.annotations.NullMarked;
