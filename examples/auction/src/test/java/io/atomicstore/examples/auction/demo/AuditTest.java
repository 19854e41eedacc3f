package io.atomicstore.examples.auction.demo;

import static io.atomicstore.examples.auction.demo.Bids.LOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.StoredEvent;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Standing;
import org.junit.jupiter.api.Test;

class AuditTest {

  private final Answers answers = new Answers();

  @Test
  void findsNothingWrongWithALogThatIsAsAnswered() {
    acknowledge(1, 1);
    acknowledge(2, 2);
    answers.addNotStored(Bids.eventId(3));

    Audit.Findings findings = audit(Bids.stored(1, 1), Bids.stored(2, 2));

    assertFindings(findings, 0, 0, 0);
    assertThat(findings.storedBids()).isEqualTo(2);
    assertThat(findings.standing()).isEqualTo(new Standing(20_50, "bidder-2", 30_00));
  }

  @Test
  void letsBidsOfEarlierRunsBe() {
    acknowledge(2, 2);

    Audit.Findings findings = audit(Bids.stored(1, 1), Bids.stored(2, 2));

    assertFindings(findings, 0, 0, 0);
  }

  @Test
  void findsAnAcknowledgedBidThatIsMissingAtTheEnd() {
    acknowledge(1, 1);
    acknowledge(2, 2);

    Audit.Findings findings = audit(Bids.stored(1, 1));

    assertFindings(findings, 1, 0, 0);
  }

  @Test
  void countsAnAcknowledgedBidThatIsMissingInTheMiddleOnce() {
    acknowledge(1, 1);
    acknowledge(2, 2);
    acknowledge(3, 3);

    Audit.Findings findings = audit(Bids.stored(1, 1), Bids.stored(3, 3));

    assertFindings(findings, 1, 0, 0);
  }

  @Test
  void findsAGapWhereABidOfAnEarlierRunWas() {
    acknowledge(3, 3);

    Audit.Findings findings = audit(Bids.stored(1, 1), Bids.stored(3, 3));

    assertFindings(findings, 1, 0, 0);
  }

  @Test
  void findsABidAtAnotherSequenceNumberThanAcknowledged() {
    acknowledge(1, 2);
    acknowledge(2, 1);

    Audit.Findings findings = audit(Bids.stored(1, 1), Bids.stored(2, 2));

    assertFindings(findings, 2, 0, 0);
  }

  @Test
  void findsABidThatIsNotAsItWasPlaced() {
    answers.addAccepted(Bids.eventId(1), new Bid(LOT.id(), "bidder-1", 99_00), 1);

    Audit.Findings findings = audit(Bids.stored(1, 1));

    assertFindings(findings, 1, 0, 0);
  }

  @Test
  void findsABidThatIsThereTwice() {
    acknowledge(1, 1);

    Audit.Findings findings = audit(Bids.stored(1, 1), Bids.stored(1, 2));

    assertFindings(findings, 0, 1, 0);
  }

  @Test
  void findsARejectedBidThatIsThere() {
    answers.addNotStored(Bids.eventId(1));

    Audit.Findings findings = audit(Bids.stored(1, 1));

    assertFindings(findings, 0, 0, 1);
  }

  private void acknowledge(int nr, long sequenceNr) {
    answers.addAccepted(Bids.eventId(nr), Bids.bid(nr), sequenceNr);
  }

  @SafeVarargs
  private Audit.Findings audit(StoredEvent<Bid>... log) {
    Audit audit = new Audit(LOT, answers);
    for (StoredEvent<Bid> stored : log) {
      audit.next(stored);
    }
    return audit.findings();
  }

  private static void assertFindings(
      Audit.Findings findings, long lost, long duplicated, long storedThoughRejected) {
    assertThat(findings.lost()).isEqualTo(lost);
    assertThat(findings.duplicated()).isEqualTo(duplicated);
    assertThat(findings.storedThoughRejected()).isEqualTo(storedThoughRejected);
  }
}
