package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetTest {
  @ParameterizedTest
  @CsvSource({
    "172.30.0.0/16, 172.30.5.0/24, true",
    "172.30.5.0/24, 172.30.0.0/16, true",
    "172.30.0.0/16, 172.31.0.0/16, false",
    "172.30.0.9/32, 172.30.0.9/32, true",
    "0.0.0.0/0, 10.0.0.0/8, true",
    "fd00:1::/64, fd00:1::/80, true",
    "fd00:1::/64, fd00:2::/64, false",
    "::/0, 10.0.0.0/8, false"
  })
  void twoOverlapIfAnAddressIsInBoth(String one, String other, boolean overlap) {
    assertThat(Subnet.of(one).overlaps(Subnet.of(other))).isEqualTo(overlap);
  }

  @Test
  void aNameIsNoSubnet() {
    assertThatThrownBy(() -> Subnet.of("example.org/8"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
