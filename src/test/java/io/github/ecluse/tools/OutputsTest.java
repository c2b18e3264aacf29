package io.github.ecluse.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the tools print is read as findings. */
class OutputsTest {
  @Test
  void shellCheckHasALevelOfStyle() {
    List<Finding> findings = ShellCheck.findings(Captured.output("shellcheck.json"));

    assertThat(findings)
        .contains(
            new Finding(
                "SC2086",
                "app/entrypoint.sh",
                "Double quote to prevent globbing and word splitting.",
                false))
        .extracting(finding -> finding.rule() + " " + finding.isStyle())
        .containsExactly("SC2086 false", "SC2046 false", "SC2005 true", "SC2006 true");
  }

  @Test
  void banditNamesTestAndFile() {
    assertThat(Bandit.findings(Captured.output("bandit.json")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("B201");
              assertThat(finding.place()).isEqualTo("app/app.py");
              assertThat(finding.subject()).contains("debug=True");
              assertThat(finding.isStyle()).isFalse();
            });
  }

  @Test
  void aFileThatBanditCouldNotReadIsNoCleanFile() {
    assertThatThrownBy(() -> Bandit.findings(Captured.output("bandit-error.json")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("syntax error while parsing");
  }

  @Test
  void dclintNamesServicesAndKeysWithoutTheirValues() {
    String file = "compose.secure.yml";

    assertThat(Dclint.findings(Captured.output("dclint.json")))
        .contains(
            new Finding("no-unbound-port-interfaces", file, "registry-front", false),
            new Finding("service-image-require-explicit-tag", file, "app", false),
            new Finding("service-keys-order", file, "depends_on registry", true),
            new Finding("require-project-name-field", file, "name", false))
        .hasSize(11);
  }
}
