/** Several machines: a swarm of second engines, each in its own network namespace. */
package io.github.ecluse.cluster;
