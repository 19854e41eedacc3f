/** Contracts that every journal of Atomic Store keeps, as test suites to extend. */
@NullMarked
package io.atomicstore.testkit;

import org.jspecify.annotations.NullMarked;
