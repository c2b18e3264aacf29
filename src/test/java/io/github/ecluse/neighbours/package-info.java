/** What stands beside the three services: jobs, workers, migrations, other checkouts, a proxy. */
package io.github.ecluse.neighbours;
