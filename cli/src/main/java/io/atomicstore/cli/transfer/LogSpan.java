package io.atomicstore.cli.transfer;

import io.atomicstore.core.ScopeId;

/**
 * Where a log is in an export file.
 *
 * @param start where its first line begins
 */
record LogSpan(ScopeId scopeId, FilePlace start, long events) {}
