/**
 * What should run where, and what is seen of it: deployments, placements, their states and counts. Desired state is
 * written by people and rollouts, observed state by agents' reports: different records, different tables. Knows nothing
 * of releases and rollouts. Starting point: {@link io.stardust.server.deploy.Placements}.
 */
@NullMarked
package io.stardust.server.deploy;

import org.jspecify.annotations.NullMarked;
