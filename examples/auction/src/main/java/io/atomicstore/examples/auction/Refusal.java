package io.atomicstore.examples.auction;

/** Why the auction house does not take a bid. */
public enum Refusal {
  /** The bid is lower than the opening price, or does not top the price by an increment. */
  BELOW_MINIMUM,
  /** The bidder leads already, with a maximum that is no lower. */
  NOT_ABOVE_OWN_MAXIMUM,
  /** The auction house did not judge the bid in time. */
  VALIDATION_TIMED_OUT
}
