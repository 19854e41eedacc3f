package io.atomicstore.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program in the description of the library is {@link BoxOffice}, and prints what that says.
 */
final class LibraryPageTest {

  private static final Path PAGE = Path.of("../docs/library.md");
  private static final Path SOURCE = Path.of("src/test/java/io/atomicstore/docs/BoxOffice.java");

  @TempDir private Path directory;

  @Test
  void showsTheProgramThatIsTested() throws IOException {
    String source = Files.readString(SOURCE).replaceFirst("^package [^;]*;\n\n", "");

    String shown = between(Files.readString(PAGE), "<!-- BoxOffice -->\n```java\n", "```\n");

    assertThat(shown).isEqualTo(source);
  }

  @Test
  void showsWhatTheProgramPrints() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream standardOut = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));

    try {
      BoxOffice.main(new String[] {directory.toString()});
    } finally {
      System.setOut(standardOut);
    }

    String shown = between(Files.readString(PAGE), "<!-- BoxOffice prints -->\n```\n", "```\n");
    assertThat(printed.toString(UTF_8)).isEqualTo(shown);
  }

  private static String between(String text, String begin, String end) {
    assertThat(text).containsOnlyOnce(begin);
    int start = text.indexOf(begin) + begin.length();
    return text.substring(start, text.indexOf(end, start));
  }
}
