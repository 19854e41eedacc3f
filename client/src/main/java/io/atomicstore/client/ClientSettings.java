package io.atomicstore.client;

import java.time.Duration;

/** What {@link AtomicStoreClientBuilder} gathers; see there. */
record ClientSettings(
    String name,
    int openSubmissionsMax,
    int openBytesMax,
    Duration submissionTimeout,
    Duration closingTimeout,
    Duration heartbeatInterval,
    Backoff backoff) {}
