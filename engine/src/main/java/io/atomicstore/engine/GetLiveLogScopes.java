package io.atomicstore.engine;

/** Asks the receptionist which logs are in memory. Answered with {@link LiveLogScopes}. */
public record GetLiveLogScopes() {}
