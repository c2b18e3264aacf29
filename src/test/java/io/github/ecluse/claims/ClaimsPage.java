package io.github.ecluse.claims;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes docs/claims.md from the claims and from the checks that name them. */
final class ClaimsPage {
  private static final String BEYOND = "Beyond the document";

  private static final String TOP =
      """
      # Claims and the checks that prove them

      After this page you can name the check behind each claim of [the user's document](document.md). \
      Each claim of it links to its section. A check fails if its claim does not hold. \
      "As stated" means that the claim holds literally. Where the wording belongs to one version of \
      Docker, the row says in which meaning it holds. `ClaimsTest` makes this page from `@Claim` on \
      the checks and from `claims.properties`.
      """;

  private ClaimsPage() {}

  /**
   * Returns the text of the page.
   *
   * @param checks the checks of each claim, by its name
   */
  static String of(Map<String, List<String>> checks) {
    StringBuilder page = new StringBuilder(TOP);
    String section = "";
    for (ClaimText claim : Claims.all()) {
      if (!claim.section().equals(section)) {
        section = claim.section();
        page.append("\n## ").append(section).append("\n\n");
        if (section.equals(BEYOND)) {
          page.append("These claims are Écluse's own.\n\n");
        }
        page.append("| claim | holds as | check |\n|---|---|---|\n");
      }
      page.append(row(claim, checks.getOrDefault(claim.name(), List.of()))).append('\n');
    }
    return page.toString();
  }

  private static String row(ClaimText claim, List<String> checks) {
    return "| `%s`: %s | %s | %s |"
        .formatted(
            claim.name(),
            linked(claim),
            claim.holds(),
            checks.stream().map(check -> "`" + check + "`").collect(Collectors.joining(", ")));
  }

  private static String linked(ClaimText claim) {
    if (claim.section().equals(BEYOND)) {
      return claim.text();
    }
    String anchor =
        claim.section().toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    return "[%s](document.md#%s)".formatted(claim.text(), anchor);
  }
}
