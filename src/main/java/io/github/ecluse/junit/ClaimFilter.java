package io.github.ecluse.junit;

import io.github.ecluse.EcluseException;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.claims.ClaimText;
import io.github.ecluse.claims.Claims;
import io.github.ecluse.workspace.StackDirectory;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Leaves a check out of the run if the stack under test does not make the {@link Claim} that the
 * check proves. JUnit finds this filter by itself, in an IDE as in Maven.
 */
public final class ClaimFilter implements PostDiscoveryFilter {
  private final Supplier<Set<String>> claims;
  private Set<String> made;

  /** Creates the filter for the stack of {@code -Decluse.stack}; JUnit calls this. */
  public ClaimFilter() {
    this(ClaimFilter::ofTheGivenStack);
  }

  /**
   * Creates a filter.
   *
   * @param claims gives the names of the claims that a stack makes; asked once, for the first check
   *     that has a claim
   */
  public ClaimFilter(Supplier<Set<String>> claims) {
    this.claims = claims;
  }

  /** Returns the names of the claims that the stack of {@code -Decluse.stack} makes. */
  static Set<String> ofTheGivenStack() {
    return madeBy(StackDirectory::given);
  }

  /**
   * {@return the names of the claims that a stack makes} They are all of them if its file can't be
   * read: then the stack says why at its start, and no check may be missing.
   *
   * @param stack gives the directory of the stack
   */
  public static Set<String> madeBy(Supplier<StackDirectory> stack) {
    try {
      return stack.get().promise().claims();
    } catch (EcluseException e) {
      return Claims.ofAStack(true);
    }
  }

  @Override
  public FilterResult apply(TestDescriptor test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .flatMap(source -> claim((MethodSource) source))
        .flatMap(Claims::named)
        .filter(claim -> claim.isOfTheStack() && !made().contains(claim.name()))
        .map(ClaimFilter::leftOut)
        .orElseGet(() -> FilterResult.included("claimed"));
  }

  private static FilterResult leftOut(ClaimText claim) {
    return FilterResult.excluded("not claimed: " + claim.name());
  }

  private Set<String> made() {
    if (made == null) {
      made = claims.get();
    }
    return made;
  }

  /** Looks at the method, then at its class and at those around it. Initializes none of them. */
  private static Optional<String> claim(MethodSource check) {
    Optional<String> claim = claim(check.getJavaMethod());
    Class<?> type = check.getJavaClass();
    while (claim.isEmpty() && type != null) {
      claim = claim(type);
      type = type.getEnclosingClass();
    }
    return claim;
  }

  private static Optional<String> claim(AnnotatedElement part) {
    return AnnotationSupport.findAnnotation(part, Claim.class).map(Claim::value);
  }
}
