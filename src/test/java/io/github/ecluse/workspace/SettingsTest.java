package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  /** Compose takes small letters and digits of ASCII only. */
  @Test
  void aLocaleWithDigitsOfItsOwnChangesNoName() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));

    Settings settings = Settings.withFreePorts();

    assertThat(settings.name()).matches("ecluse-[0-9]+-[0-9]+");
    assertThat(settings.environment().values()).allMatch(value -> value.matches("[!-~]*"));
  }
}
