package io.atomicstore.examples.evolution;

/**
 * A sale, since version 2.
 *
 * @param row of the seat, a letter
 * @param seat counting from 1 in its row
 * @param cents the price; 0 in sales of version 1, which did not store it
 */
public record Sale(String concert, char row, int seat, String buyer, long cents) {

  /** A sale of version 1 in the form of today. */
  static Sale of(SaleV1 old) {
    return new Sale(
        old.concert(),
        old.seat().charAt(0),
        Integer.parseInt(old.seat().substring(1)),
        old.buyer(),
        0);
  }
}
