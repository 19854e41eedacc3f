package io.atomicstore.examples.evolution;

/**
 * A sale as version 1 of the application stored it. Kept, under its name, for as long as such
 * events are in the logs.
 *
 * @param seat row and number, for example "C12"
 */
public record SaleV1(String concert, String seat, String buyer) {}
