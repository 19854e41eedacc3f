/** What the engine asks of a journal beyond Pekko Persistence: an index of event ids. */
@NullMarked
package io.atomicstore.journal;

import org.jspecify.annotations.NullMarked;
