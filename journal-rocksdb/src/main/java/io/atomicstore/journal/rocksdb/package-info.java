/** A Pekko Persistence journal, snapshot store and read journal on embedded RocksDB. */
@NullMarked
package io.atomicstore.journal.rocksdb;

import org.jspecify.annotations.NullMarked;
