/** Load programs that compare the store with bare Pekko actors on the same journal. */
@NullMarked
package io.atomicstore.benchmarks;

import org.jspecify.annotations.NullMarked;
