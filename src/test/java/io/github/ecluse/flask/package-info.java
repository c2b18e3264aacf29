/** What this project's own stack is made of: its Flask application, its database, its image. */
package io.github.ecluse.flask;
