/**
 * What should run where, and what is seen of it. Desired state is written by people and rollouts, observed state by
 * agents' reports: different records, different tables. May use {@code node}, {@code command}, {@code app},
 * {@code file} and below. Starting point: {@link io.stardust.server.deploy.Rollouts}.
 */
@NullMarked
package io.stardust.server.deploy;

import org.jspecify.annotations.NullMarked;
