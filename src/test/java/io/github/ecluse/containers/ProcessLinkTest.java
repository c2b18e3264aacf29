package io.github.ecluse.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessLinkTest {
  private static final String PRINTED =
      """
      ls: cannot read symbolic link '/proc/7/exe': Permission denied
      lrwxrwxrwx 1 root root 0 Nov 30 02:00 /proc/12/ns/net -> net:[4026531840]
      lrwxrwxrwx 1 root root 0 Nov 30 02:00 /proc/130/ns/net -> net:[4026532201]
      lrwxrwxrwx 1 root root 0 Nov 30 02:00 /proc/131/ns/net -> net:[4026532201]
      lrwxrwxrwx 1 app  app  0 Nov 30 02:00 /proc/131/fd/3 -> /srv/a file
      """;

  @Test
  void eachLinkOfEachProcessIsRead() {
    assertThat(ProcessLink.in(PRINTED))
        .containsExactly(
            new ProcessLink("12", "net:[4026531840]"),
            new ProcessLink("130", "net:[4026532201]"),
            new ProcessLink("131", "net:[4026532201]"),
            new ProcessLink("131", "/srv/a file"));
  }

  @Test
  void processesShareWhatTheirLinksLeadTo() {
    List<ProcessLink> links = ProcessLink.in(PRINTED);

    assertThat(ProcessLink.sharing(130, links)).containsExactly("130", "131");
    assertThat(ProcessLink.sharing(12, links)).containsExactly("12");
    assertThat(ProcessLink.sharing(1, links)).isEmpty();
  }
}
