package io.atomicstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.server.UnusableAddressException.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a node listens, and what becomes of one that can't. */
final class ListeningTest {

  @Test
  void writesAddressesAsUrisHaveThem() throws UnknownHostException {
    InetAddress ofVersion4 = InetAddress.getByAddress(new byte[] {10, 0, 0, 7});
    InetAddress ofVersion6 = InetAddress.getByAddress(new byte[16]);

    assertThat(AtomicStoreServer.text(ofVersion4, 7700)).isEqualTo("10.0.0.7:7700");
    assertThat(AtomicStoreServer.text(ofVersion6, 7700)).isEqualTo("[0:0:0:0:0:0:0:0]:7700");
  }

  @Test
  void givesTheOtherPortAndTheDirectoryBackWhenHttpCantListen(@TempDir Path directory)
      throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int grpcPort = freePort();
      Config settings =
          ConfigFactory.parseMap(
              Map.of(
                  "data-directory", directory.resolve("data").toString(),
                  "grpc.port", grpcPort,
                  "http.port", taken.getLocalPort()));

      assertThatThrownBy(() -> AtomicStoreServer.start(settings.atPath("atomic-store.server")))
          .isInstanceOfSatisfying(
              UnusableAddressException.class,
              unusable -> assertThat(unusable.problem()).isEqualTo(Problem.IN_USE))
          .hasMessageContaining("atomic-store.server.http.port = " + taken.getLocalPort());

      Config free = ConfigFactory.parseString("http.port = 0").withFallback(settings);
      try (AtomicStoreServer again = AtomicStoreServer.start(free.atPath("atomic-store.server"))) {
        assertThat(again.grpcPort()).isEqualTo(grpcPort);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
