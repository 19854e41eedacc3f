package io.atomicstore.engine;

import io.atomicstore.core.LogSummary;

/**
 * What opening a log needs of its first events; of the same size however many they are. The events
 * themselves stay in the journal.
 */
record LogSnapshot(LogSummary summary) {}
