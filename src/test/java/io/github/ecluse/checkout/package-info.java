/** The stack's directory as its user's checkout, changed and put back by tests. */
package io.github.ecluse.checkout;
