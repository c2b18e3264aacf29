package io.github.ecluse.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The logs that nothing ends, by what the servers say with their defaults and with others. */
class DatabaseSettingsTest {
  private static final Map<String, String> MARIADB =
      Map.of("log_bin", "OFF", "expire_logs_days", "0.000000", "binlog_expire_logs_seconds", "0");

  private static final Map<String, String> MYSQL =
      Map.of(
          "log_bin", "ON",
          "binlog_expire_logs_seconds", "2592000",
          "binlog_expire_logs_auto_purge", "ON");

  @Test
  void withTheirDefaultsTheyKeepNoneForEver() {
    assertThat(DatabaseSettings.endlessOfMariadb(MARIADB)).isEmpty();
    assertThat(DatabaseSettings.endlessOfMariadb(MYSQL)).isEmpty();
    assertThat(DatabaseSettings.endlessOfPostgresql(Map.of("archive_mode", "off"))).isEmpty();
  }

  @Test
  void aBinaryLogNeedsATimeOrASize() {
    assertThat(endless(MARIADB, "log_bin", "ON")).hasSize(1);
    assertThat(endless(MARIADB, "log_bin", "ON", "expire_logs_days", "0.500000")).isEmpty();
    assertThat(endless(MARIADB, "log_bin", "ON", "max_binlog_total_size", "1048576")).isEmpty();
    assertThat(endless(MYSQL, "binlog_expire_logs_seconds", "0")).hasSize(1);
    assertThat(endless(MYSQL, "binlog_expire_logs_auto_purge", "OFF")).hasSize(1);
  }

  @Test
  void whatPostgresqlKeepsForNobodyIsNamed() {
    assertThat(
            DatabaseSettings.endlessOfPostgresql(
                Map.of("archive_mode", "off", "slot standby", "unused")))
        .containsExactly("slot standby: unused");
  }

  @Test
  void aDatabaseThatDoesNotTellIsNoGoodOne() {
    assertThatThrownBy(() -> DatabaseSettings.endlessOfMariadb(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("log_bin");
  }

  private static List<String> endless(Map<String, String> defaults, String... others) {
    Map<String, String> settings = new HashMap<>(defaults);
    for (int i = 0; i < others.length; i += 2) {
      settings.put(others[i], others[i + 1]);
    }
    return DatabaseSettings.endlessOfMariadb(settings);
  }
}
