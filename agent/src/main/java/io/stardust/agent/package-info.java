/**
 * The agent of one node. {@link io.stardust.agent.Main} reads settings and starts; {@link io.stardust.agent.Agent} is
 * the map: it makes every object, top to bottom. Knows all other packages; none knows it.
 */
@NullMarked
package io.stardust.agent;

import org.jspecify.annotations.NullMarked;
