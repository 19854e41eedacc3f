/** What the engine asks of a journal beyond Pekko Persistence: event ids, and logs by name. */
@NullMarked
package io.atomicstore.journal;

import org.jspecify.annotations.NullMarked;
