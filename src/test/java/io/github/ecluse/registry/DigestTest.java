package io.github.ecluse.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  @Test
  void isWrittenAsItWasRead() {
    String value = "sha256:" + "0a".repeat(32);

    assertThat(new Digest(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "latest", "sha256:", "sha256:0A0A", "md5:0a0a"})
  void refusesWhatIsNoDigest(String value) {
    assertThatThrownBy(() -> new Digest(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
