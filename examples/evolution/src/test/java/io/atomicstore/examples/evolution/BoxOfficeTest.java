package io.atomicstore.examples.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.StoredEvent;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoxOfficeTest {

  @TempDir private Path directory;

  @Test
  void judgesOnSalesOfTheEarlierVersion() {
    assertThat(BoxOffice.sellWithVersion1(directory, "C12", "Ada")).isEqualTo("sold, event 1");

    assertThat(BoxOffice.sellWithVersion2(directory, 'C', 12, "Grace"))
        .isEqualTo("not sold, SEAT_IS_TAKEN");
    assertThat(BoxOffice.sellWithVersion2(directory, 'C', 13, "Grace")).isEqualTo("sold, event 2");
  }

  @Test
  void showsSalesOfBothVersionsInTheNewForm() {
    BoxOffice.sellWithVersion1(directory, "C12", "Ada");
    BoxOffice.sellWithVersion2(directory, 'C', 13, "Grace");

    assertThat(BoxOffice.salesOfVersion2(directory))
        .extracting(StoredEvent::event)
        .containsExactly(
            new Sale("gala", 'C', 12, "Ada", 0), new Sale("gala", 'C', 13, "Grace", 45_00));
  }
}
