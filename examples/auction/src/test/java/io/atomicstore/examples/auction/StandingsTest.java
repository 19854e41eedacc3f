package io.atomicstore.examples.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandingsTest {

  private static final Lot LOT = new Lot("lot", 10_00);
  private static final Bid ANNA_20 = new Bid("lot", "anna", 20_00);
  private static final Bid BEN_30 = new Bid("lot", "ben", 30_00);
  private static final Bid CARA_40 = new Bid("lot", "cara", 40_00);

  private final Standings standings = new Standings();

  @Test
  void startsALotAtItsOpeningPrice() {
    List<Bid> past = List.of();

    Standing standing = standings.after(LOT, past);

    assertThat(standing).isEqualTo(Standing.opening(LOT));
  }

  @Test
  void addsTheBidsThatCameSinceTheLastFold() {
    standings.after(LOT, List.of(ANNA_20));

    Standing standing = standings.after(LOT, List.of(ANNA_20, BEN_30, CARA_40));

    assertThat(standing).isEqualTo(new Standing(31_00, "cara", 40_00));
  }

  @Test
  void keepsTheStandingWhenNoBidCame() {
    Standing former = standings.after(LOT, List.of(ANNA_20, BEN_30));

    Standing standing = standings.after(LOT, List.of(ANNA_20, BEN_30));

    assertThat(standing).isEqualTo(former);
  }

  @Test
  void forgetsABidWhoseWriteFailed() {
    standings.after(LOT, List.of(ANNA_20, BEN_30));

    Standing standing = standings.after(LOT, List.of(ANNA_20));

    assertThat(standing).isEqualTo(new Standing(10_00, "anna", 20_00));
  }

  @Test
  void foldsAnewWhenAnotherBidTookThePlaceOfOneWhoseWriteFailed() {
    standings.after(LOT, List.of(ANNA_20, BEN_30));

    Standing standing = standings.after(LOT, List.of(ANNA_20, CARA_40));

    assertThat(standing).isEqualTo(new Standing(20_50, "cara", 40_00));
  }

  @Test
  void foldsAnewWhenAnEqualBidFollowsAnotherHistory() {
    standings.after(LOT, List.of(ANNA_20, BEN_30, CARA_40));

    Bid caraAgain = new Bid("lot", "cara", 40_00);
    Standing standing =
        standings.after(LOT, List.of(ANNA_20, new Bid("lot", "ben", 25_00), caraAgain));

    assertThat(standing).isEqualTo(new Standing(26_00, "cara", 40_00));
  }

  @Test
  void keepsLotsApart() {
    standings.after(LOT, List.of(ANNA_20, BEN_30));

    Standing standing = standings.after(new Lot("other", 5_00), List.of());

    assertThat(standing.priceCents()).isEqualTo(5_00);
  }
}
