package io.github.ecluse.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Claims, checks and {@code docs/claims.md} agree. */
class ClaimsTest {
  private static final Path PAGE = Path.of("docs/claims.md");

  @Test
  void everyCheckNamesAClaimAndEveryClaimHasACheck() {
    assertThat(Checks.withoutAClaim()).as("checks without @Claim").isEmpty();
    List<String> known = Claims.all().stream().map(ClaimText::name).toList();
    Map<String, List<String>> unknown = new TreeMap<>(Checks.byClaim());
    unknown.keySet().removeAll(known);
    assertThat(unknown)
        .as("claims that claims.properties lacks, with the checks that name them")
        .isEmpty();
    assertThat(known.stream().filter(name -> !Checks.byClaim().containsKey(name)))
        .as("claims that no check names")
        .isEmpty();
  }

  /** On a stack without one, it could only fail, or pass without a look at anything. */
  @Test
  void aCheckThatAsksTheDatabaseIsOfAClaimThatNeedsOne() {
    assertThat(Checks.thatAskTheDatabaseForAClaimWithoutOne())
        .as("checks that ask the database, of claims without 'needs' in claims.properties")
        .isEmpty();
  }

  @Test
  void everyClaimHasItsWords() {
    assertThat(Claims.all())
        .allSatisfy(
            claim -> {
              assertThat(claim.name()).matches("[a-z]+(-[a-z]+)*");
              assertThat(claim.text()).as("text of %s", claim.name()).isNotBlank();
              assertThat(claim.holds()).as("holds of %s", claim.name()).isNotBlank();
              assertThat(claim.section()).as("section of %s", claim.name()).isNotBlank();
            });
  }

  /** With {@code -Dclaims.write=true} the page is written instead. */
  @Test
  void thePageIsMadeFromTheClaimsAndTheChecks() throws IOException {
    String page = ClaimsPage.of(Checks.byClaim());
    if (Boolean.getBoolean("claims.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE)
        .as("docs/claims.md; to write it: mvn test -DskipITs -Dtest=ClaimsTest -Dclaims.write=true")
        .hasContent(page);
  }

  @Test
  void aStackCanNotClaimWhatIsAboutThisProject() {
    assertThat(Claims.ofAStack(true))
        .contains("ping-blocked", "served-without-the-database")
        .doesNotContain("document-findings", "provisioning");
  }

  @Test
  void aStackWithoutADatabaseCanNotClaimWhatNeedsOne() {
    assertThat(Claims.ofAStack(false))
        .contains("ping-blocked")
        .doesNotContain("served-without-the-database", "database-private");
  }
}
