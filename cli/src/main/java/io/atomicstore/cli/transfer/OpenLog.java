package io.atomicstore.cli.transfer;

import io.atomicstore.core.ScopeId;

/**
 * A log of an export file that has begun and not ended.
 *
 * @param start where it began
 * @param ofFileAtStart of all that is before it
 * @param ofLog of its lines so far
 * @param sequenceNr of its last event so far
 * @param isSealed whether that event seals it
 */
record OpenLog(
    ScopeId scopeId,
    FilePlace start,
    Sha256 ofFileAtStart,
    Sha256 ofLog,
    long sequenceNr,
    boolean isSealed) {

  OpenLog behind(byte[] line, boolean sealsLog) {
    ofLog.addLine(line);
    return new OpenLog(scopeId, start, ofFileAtStart, ofLog, sequenceNr + 1, sealsLog);
  }
}
