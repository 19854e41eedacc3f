package io.atomicstore.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference of the settings, as people read it. */
final class ServerSettingsReferenceTest {

  private record Setting(String path, String comment, String nextLine) {}

  private static List<Setting> settings() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src", "main", "resources", "reference.conf"), UTF_8).stream()
            .map(String::strip)
            .toList();
    List<Setting> settings = new ArrayList<>();
    Deque<String> groups = new ArrayDeque<>();
    StringBuilder comment = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#")) {
        comment.append(line);
        continue;
      }
      if (line.endsWith("{")) {
        groups.addLast(line.substring(0, line.length() - 2));
      } else if (line.equals("}")) {
        groups.removeLast();
      } else if (line.contains(" = ") && !line.contains("${?")) {
        String path = String.join(".", groups) + "." + line.substring(0, line.indexOf(' '));
        settings.add(new Setting(path, comment.toString(), lines.get(i + 1)));
      }
      comment.setLength(0);
    }
    return settings;
  }

  @Test
  void documentsEverySetting() throws IOException {
    assertThat(settings()).hasSizeGreaterThan(30);
    assertThat(settings())
        .allSatisfy(setting -> assertThat(setting.comment()).as(setting.path()).isNotEmpty());
  }

  @Test
  void hasAnEnvironmentVariableForEverySetting() throws IOException {
    assertThat(settings())
        .allSatisfy(
            setting -> {
              String below = setting.path().substring(ServerSettingsReader.ROOT.length() + 1);
              String variable =
                  "ATOMIC_STORE_" + below.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
              String name = below.substring(below.lastIndexOf('.') + 1);
              assertThat(setting.nextLine()).isEqualTo(name + " = ${?" + variable + "}");
            });
  }

  @Test
  void findsEachVariableInTheEnvironment() throws IOException {
    for (Setting setting : settings()) {
      String variable = setting.nextLine().replaceFirst(".*\\$\\{\\?(.*)}", "$1");

      assertThat(ServerSettings.ofEnvironment(Map.of(variable, "7")).entrySet())
          .singleElement()
          .satisfies(found -> assertThat(found.getKey()).isEqualTo(setting.path()));
    }
  }

  @Test
  void listsTheSettingsThatThereAre() throws IOException {
    assertThat(settings())
        .extracting(Setting::path)
        .containsExactlyInAnyOrderElementsOf(
            ConfigFactory.load().getConfig(ServerSettingsReader.ROOT).entrySet().stream()
                .map(entry -> ServerSettingsReader.ROOT + "." + entry.getKey())
                .toList());
  }
}
